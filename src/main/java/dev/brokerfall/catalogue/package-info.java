/** Facts with parents: VM sizes, tiers, prices, fault rates and defaults, each with its source, its range and how far to trust it. */
@NullMarked
package dev.brokerfall.catalogue;

import org.jspecify.annotations.NullMarked;
