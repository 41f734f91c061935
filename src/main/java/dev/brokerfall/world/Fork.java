package dev.brokerfall.world;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.fault.Biasing;

/**
 * Where a trial leaves what it does of itself, and how it goes on.
 *
 * @param at the instant, in milliseconds, at which a chain of faults is begun
 * @param density with which that instant was drawn, per millisecond
 * @param number tells one way to go on from the others, not 0
 * @param biasing how the chain is drawn
 */
public record Fork(long at, double density, long number, Biasing biasing) {
    public Fork {
        checkArgument(density > 0, "an instant was drawn that cannot be");
        checkArgument(number != 0, "0 is how the trial goes of itself");
    }
}
