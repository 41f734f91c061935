package dev.brokerfall.metric;

/**
 * The rule by which some providers count downtime: only a minute of the clock in which nothing succeeded from its first to its last
 * instant (Confluent Cloud Service Level Agreement, "partial minutes are not counted").
 */
final class FullMinutes {

    private static final long MS_PER_MINUTE = 60_000;

    private FullMinutes() {}

    /** Returns how many minutes of the clock lie wholly between two instants, in milliseconds from a full minute on. */
    static long within(long from, long to) {
        long first = Math.floorDiv(from + MS_PER_MINUTE - 1, MS_PER_MINUTE);
        long last = Math.floorDiv(to, MS_PER_MINUTE);
        return Math.max(0, last - first);
    }
}
