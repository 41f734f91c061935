package dev.brokerfall.metric;

/**
 * What one trial puts down to one cause, over the whole horizon.
 *
 * @param unwritableShare the part of {@link Metric#PRODUCE_UNAVAILABILITY} that is due to it: a share of partition-time
 * @param outageMinutes minutes with at least one partition not writable because of it
 * @param lostRecords acknowledged records lost
 * @param lostBytes acknowledged bytes lost
 * @param reReplicatedBytes bytes fetched by replicas outside the in-sync set
 */
public record CauseTotals(
        double unwritableShare, double outageMinutes, double lostRecords, double lostBytes, double reReplicatedBytes) {

    /** What is put down to a cause that did no harm. */
    public static final CauseTotals NOTHING = new CauseTotals(0, 0, 0, 0, 0);

    /** Returns the sum of both. */
    public CauseTotals plus(CauseTotals other) {
        return new CauseTotals(
                unwritableShare + other.unwritableShare,
                outageMinutes + other.outageMinutes,
                lostRecords + other.lostRecords,
                lostBytes + other.lostBytes,
                reReplicatedBytes + other.reReplicatedBytes);
    }
}
