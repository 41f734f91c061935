package dev.brokerfall.world;

import static com.google.common.base.Preconditions.checkArgument;

/** What is so rare that trials as nature has them hardly ever see it. */
public sealed interface RareTarget {

    /** Acknowledged records are lost for the first time. */
    record Loss() implements RareTarget {}

    /**
     * Some partition has fewer good copies than {@code least} for the first time.
     *
     * @param least how many are enough
     */
    record FewerCopies(int least) implements RareTarget {
        public FewerCopies {
            checkArgument(least >= 1, "there cannot be fewer copies than none");
        }
    }

    /** The partition-time in which nothing can be written, as a share of all; gaps that are no outage are left out. */
    record Unwritable() implements RareTarget {}
}
