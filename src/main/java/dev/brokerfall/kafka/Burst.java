package dev.brokerfall.kafka;

import dev.brokerfall.unit.DataRate;
import java.time.Duration;

/**
 * A rate that a disk or a machine keeps up for good, and a higher one that it keeps up while it has credits.
 *
 * @param of what it is, for people: {@code disk P20} or {@code Standard_D8s_v5}
 * @param base for good
 * @param rate while there are credits; the base rate for what never bursts
 * @param lasting for how long full credits let it burst
 */
public record Burst(String of, DataRate base, DataRate rate, Duration lasting) {

    /** Returns whether it ever carries more than its base rate. */
    public boolean bursts() {
        return rate.compareTo(base) > 0 && !lasting.isZero();
    }
}
