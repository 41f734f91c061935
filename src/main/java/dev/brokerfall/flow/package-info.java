/** Max-min fair sharing: flows that pass through common resources, none of which knows what it carries. */
@NullMarked
package dev.brokerfall.flow;

import org.jspecify.annotations.NullMarked;
