/** DC/OS-like agents: processes pinned to the machine that holds their data, and a human who replaces what is lost for good. */
@NullMarked
package dev.brokerfall.hosts;

import org.jspecify.annotations.NullMarked;
