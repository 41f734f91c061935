package dev.brokerfall.world;

import com.google.common.primitives.ImmutableLongArray;

/**
 * Where in one trial a fault would find the cluster weakened though no chain of faults goes on: where chains are worth beginning.
 *
 * @param until how far the trial goes in milliseconds: to its horizon, or to what it is about if that happens of itself
 * @param begins when each weakness begins, in milliseconds, in order
 * @param ends when it ends
 * @param chains how many chains came to their end that lasted any time
 * @param logLengths the sum of the logarithms of their lengths in milliseconds
 * @param withoutChain what the trial itself counts outside chains: 1 for what happens once, a share for what is a share
 */
public record Exposure(
        long until,
        ImmutableLongArray begins,
        ImmutableLongArray ends,
        long chains,
        double logLengths,
        double withoutChain) {

    /** A weakness is drawn as often as all the time in which there is none. */
    private static final double SHARE = 0.5;

    /** Returns for how long the cluster is weak, in milliseconds. */
    public long weakMillis() {
        return ends.stream().sum() - begins.stream().sum();
    }

    /** Returns the instant at which the share {@code uniform} of all instants, in the order of the drawing, is passed. */
    public long instant(double uniform) {
        long weak = weakMillis();
        double share = weak == 0 ? 0 : SHARE;
        if (uniform >= share) {
            return (long) ((uniform - share) / (1 - share) * until);
        }
        double rest = uniform / share * weak;
        int last = begins.length() - 1;
        for (int index = 0; index < last; index++) {
            long length = ends.get(index) - begins.get(index);
            if (rest < length) {
                return begins.get(index) + (long) rest;
            }
            rest -= length;
        }
        return Math.min(ends.get(last) - 1, begins.get(last) + (long) rest);
    }

    /** Returns the density with which {@link #instant} is {@code at}, per millisecond. */
    public double density(long at) {
        long weak = weakMillis();
        double anywhere = (weak == 0 ? 1 : 1 - SHARE) / until;
        return anywhere + (weak > 0 && isWeak(at) ? SHARE / weak : 0);
    }

    private boolean isWeak(long at) {
        for (int index = 0; index < begins.length(); index++) {
            if (begins.get(index) <= at && at < ends.get(index)) {
                return true;
            }
        }
        return false;
    }
}
