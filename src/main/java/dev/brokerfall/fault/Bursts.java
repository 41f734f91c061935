package dev.brokerfall.fault;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.random.RandomDuration;

/**
 * How machines of one hidden fault domain fail together. A burst strikes two of them or more, as many as it has if that is fewer;
 * how many follows a geometric law. The share of failures and their frequency are each machine's own, so that bursts change which
 * failures coincide and not how many there are.
 *
 * <p>Source: Ford et al., Availability in Globally Distributed Storage Systems, OSDI 2010, section 4 (37 % of node failures belong to
 * a burst of two nodes or more; in a burst each failure follows the last within a window of time).
 *
 * @param share the part of a machine's failures that come in bursts, in [0, 1]
 * @param sizeParameter the probability that a burst that has struck two machines or more strikes no further one, in (0, 1]
 * @param gap from one failure of a burst to the next
 */
public record Bursts(double share, double sizeParameter, RandomDuration gap) {

    /** The fewest machines that fail in a burst, where there are so many. */
    private static final int LEAST = 2;

    public Bursts {
        checkArgument(0 <= share && share <= 1, "bursts must be a share in [0, 1], was %s", share);
        checkArgument(
                0 < sizeParameter && sizeParameter <= 1, "sizeParameter must lie in (0, 1], was %s", sizeParameter);
    }

    /**
     * Returns how many of a domain's machines one burst strikes.
     *
     * @param luck a uniform number in (0, 1)
     * @param machines how many the domain has
     */
    int struck(double luck, int machines) {
        int size = Math.min(LEAST, machines);
        double more = 1 - sizeParameter;
        for (double rest = more; size < machines && luck < rest; rest *= more) {
            size++;
        }
        return size;
    }

    /** Returns the mean of {@link #struck}: min(2, n), and for each further machine the probability that a burst comes so far. */
    double meanStruck(int machines) {
        double mean = Math.min(LEAST, machines);
        double more = 1 - sizeParameter;
        double rest = more;
        for (int size = LEAST; size < machines; size++) {
            mean += rest;
            rest *= more;
        }
        return mean;
    }
}
