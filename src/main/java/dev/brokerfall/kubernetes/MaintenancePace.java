package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/** How many machines of a zone Azure works on at once. */
public sealed interface MaintenancePace {

    /** One machine is back before the next is announced. */
    record OneAtATime() implements MaintenancePace {}

    /** All machines at once. */
    record AllTogether() implements MaintenancePace {}

    /**
     * All machines of an update domain at once, one domain after the other. Nobody outside Azure sees which machine is in which:
     * each slot is in one by chance, and stays there.
     *
     * <p>Source: Azure, "Availability sets overview" (up to 20 update domains, 30 minutes to recover before the next); "Maintenance
     * for virtual machines in Azure".
     *
     * @param domains how many there are in a zone
     * @param pause from the end of the work on one domain to the notice to the next
     */
    record ByUpdateDomain(int domains, Duration pause) implements MaintenancePace {
        public ByUpdateDomain {
            checkArgument(domains > 0, "domains must be positive, was %s", domains);
            checkArgument(!pause.isNegative(), "pause must not be negative, was %s", pause);
        }
    }
}
