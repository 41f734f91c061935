/** Mathematics that knows the answer: small systems solved exactly, to check what is simulated. */
@NullMarked
package dev.brokerfall.exact;

import org.jspecify.annotations.NullMarked;
