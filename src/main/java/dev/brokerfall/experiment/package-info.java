/** Many trials of several options, what they say about each option, and the folder that keeps it. */
@NullMarked
package dev.brokerfall.experiment;

import org.jspecify.annotations.NullMarked;
