package dev.brokerfall.world;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.ImmutableLongArray;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in one trial a fault would find the cluster weakened though no chain of faults goes on: where chains are worth beginning.
 *
 * <p>Its time falls into kinds: all is well, or a chain goes on, or something is amiss without one, by an upgrade for instance, which is
 * told by the level: the fewest sound copies that any partition has.
 *
 * @param until how far the trial goes in milliseconds: to its horizon, or to what it is about if that happens of itself
 * @param kinds the kind of each stretch of time, in order; neighbours differ
 * @param ends when each stretch ends, in milliseconds; the next begins there
 * @param withoutChain what the trial itself counts outside chains: 1 for what happens once, a share for what is a share
 */
public record Exposure(long until, ImmutableIntArray kinds, ImmutableLongArray ends, double withoutChain) {

    /** All is well. */
    public static final int WELL = -1;

    /** A chain goes on, and none can begin. */
    public static final int CHAIN = -2;

    /** Puts one together while its trial is played. */
    static final class Builder {

        private final ImmutableIntArray.Builder kinds = ImmutableIntArray.builder();
        private final ImmutableLongArray.Builder ends = ImmutableLongArray.builder();
        private int kind = WELL;
        private long since;

        /** From now on time is of another kind, or of the same. */
        void now(int its, long now) {
            if (its != kind) {
                if (now > since) {
                    kinds.add(kind);
                    ends.add(now);
                    since = now;
                }
                kind = its;
            }
        }

        Exposure build(long until, double withoutChain) {
            kinds.add(kind);
            ends.add(until);
            return new Exposure(until, kinds.build(), ends.build(), withoutChain);
        }
    }

    /** Returns how long it is of each kind in which a chain can begin, in milliseconds. */
    public ImmutableSortedMap<Integer, Long> lengths() {
        Map<Integer, Long> lengths = new TreeMap<>();
        for (int index = 0; index < ends.length(); index++) {
            long length = ends.get(index) - begin(index);
            if (kinds.get(index) != CHAIN && length > 0) {
                lengths.merge(kinds.get(index), length, Long::sum);
            }
        }
        return ImmutableSortedMap.copyOf(lengths);
    }

    private long begin(int index) {
        return index == 0 ? 0 : ends.get(index - 1);
    }

    /** Returns the kind of the time that {@code at} lies in. */
    public int kind(long at) {
        int index = 0;
        while (index < ends.length() - 1 && at >= ends.get(index)) {
            index++;
        }
        return kinds.get(index);
    }

    /** Returns the instant that lies {@code millis} of time of one kind after the first of it. */
    public long instant(int kind, long millis) {
        long rest = millis;
        long last = 0;
        for (int index = 0; index < ends.length(); index++) {
            if (kinds.get(index) == kind) {
                long length = ends.get(index) - begin(index);
                if (rest < length) {
                    return begin(index) + rest;
                }
                rest -= length;
                last = Math.max(last, ends.get(index) - 1);
            }
        }
        return last;
    }
}
