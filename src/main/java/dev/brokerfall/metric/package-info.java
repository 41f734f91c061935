/** What a trial is judged by: facts in, numbers out. */
@NullMarked
package dev.brokerfall.metric;

import org.jspecify.annotations.NullMarked;
