package dev.brokerfall.kafka;

/** Milliseconds of events from computed durations. */
final class Millis {

    /** By less than this, in milliseconds, computed durations differ that are the same: sums of rounded numbers depend on their order. */
    private static final double ROUNDING = 1e-6;

    private Millis() {}

    /** Returns the first millisecond in which {@code duration}, in milliseconds and not negative, is over. */
    static long ceil(double duration) {
        return (long) Math.max(0, Math.ceil(duration - ROUNDING));
    }
}
