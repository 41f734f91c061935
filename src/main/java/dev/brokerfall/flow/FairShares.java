package dev.brokerfall.flow;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;

/**
 * Max-min fair rates of flows that share resources: no flow can have more without taking from one that has no more than it.
 *
 * <p>Found by progressive filling (Bertsekas and Gallager, "Data Networks", 2nd edition, section 6.5.2): all rates rise together; a flow
 * stops at its own cap or when a resource it uses is full. The cost is one pass over flows and resources per stop, so that rates are
 * worth keeping until the set of flows changes.
 *
 * <p>Used in this order: {@link #begin}, {@link #capacity} for each resource that has a limit, {@link #flow} followed by {@link #uses}
 * for each flow, {@link #share}, then {@link #rate}. Nothing is allocated once the arrays have grown to the largest set.
 */
public final class FairShares {

    /** Rates closer to a limit than this share of it are taken to have reached it. */
    private static final double ROUNDING = 1e-12;

    private double[] capacity = new double[16];
    private double[] left = new double[16];
    private int[] rising = new int[16];
    private double[] risingAmount = new double[16];
    private int resources;

    private double[] cap = new double[16];
    private double[] rate = new double[16];
    private boolean[] stopped = new boolean[16];
    private int[] stopping = new int[16];
    private int[] firstUse = new int[17];
    private int flows;

    private int[] use = new int[64];
    private double[] amount = new double[64];
    private int uses;

    /** Starts a new set of flows over {@code count} resources, numbered from 0, none of which has a limit yet. */
    public void begin(int count) {
        resources = count;
        flows = 0;
        uses = 0;
        if (count > capacity.length) {
            capacity = new double[count];
            left = new double[count];
            rising = new int[count];
            risingAmount = new double[count];
        }
        Arrays.fill(capacity, 0, count, Double.POSITIVE_INFINITY);
    }

    /** Sets what {@code resource} can carry; less than nothing counts as nothing. */
    public void capacity(int resource, double limit) {
        capacity[resource] = Math.max(0, limit);
    }

    /**
     * Adds a flow and returns its number, counting from 0.
     *
     * @param limit the rate that the flow never exceeds; infinite for none
     */
    public int flow(double limit) {
        checkArgument(limit >= 0, "the cap of a flow must not be negative, was %s", limit);
        if (flows == cap.length) {
            cap = Arrays.copyOf(cap, 2 * flows);
            rate = Arrays.copyOf(rate, 2 * flows);
            stopped = Arrays.copyOf(stopped, 2 * flows);
            stopping = Arrays.copyOf(stopping, 2 * flows);
            firstUse = Arrays.copyOf(firstUse, 2 * flows + 1);
        }
        cap[flows] = limit;
        firstUse[flows] = uses;
        firstUse[flows + 1] = uses;
        return flows++;
    }

    /** Lets the flow added last pass through {@code resource}. */
    public void uses(int resource) {
        uses(resource, 1);
    }

    /** Lets the flow added last take {@code times} its rate of {@code resource}. */
    public void uses(int resource, double times) {
        checkArgument(0 <= resource && resource < resources, "there is no resource %s", resource);
        if (uses == use.length) {
            use = Arrays.copyOf(use, 2 * uses);
            amount = Arrays.copyOf(amount, 2 * uses);
        }
        checkArgument(times > 0, "a flow must use something of a resource, was %s", times);
        amount[uses] = times;
        use[uses++] = resource;
        firstUse[flows] = uses;
    }

    /**
     * Computes the rates.
     *
     * @throws IllegalArgumentException when a flow has neither a cap nor a limited resource
     */
    public void share() {
        System.arraycopy(capacity, 0, left, 0, resources);
        Arrays.fill(rising, 0, resources, 0);
        Arrays.fill(risingAmount, 0, resources, 0);
        for (int u = 0; u < uses; u++) {
            rising[use[u]]++;
            risingAmount[use[u]] += amount[u];
        }
        Arrays.fill(stopped, 0, flows, false);
        double level = 0;
        int running = flows;
        while (running > 0) {
            double step = smallestStep(level);
            checkArgument(step < Double.POSITIVE_INFINITY, "a flow has neither a cap nor a resource with a limit");
            level += step;
            for (int r = 0; r < resources; r++) {
                left[r] -= risingAmount[r] * step;
            }
            running -= stop(level);
        }
    }

    private double smallestStep(double level) {
        double step = Double.POSITIVE_INFINITY;
        for (int f = 0; f < flows; f++) {
            if (!stopped[f]) {
                step = Math.min(step, cap[f] - level);
            }
        }
        for (int r = 0; r < resources; r++) {
            if (rising[r] > 0) {
                step = Math.min(step, Math.max(0, left[r]) / risingAmount[r]);
            }
        }
        return step;
    }

    /** Stops the flows that cannot rise above {@code level}, of which there is at least one, and returns how many. */
    private int stop(double level) {
        int count = 0;
        for (int f = 0; f < flows; f++) {
            if (!stopped[f] && (cap[f] <= level * (1 + ROUNDING) || meetsFullResource(f))) {
                rate[f] = Math.min(level, cap[f]);
                stopping[count++] = f;
            }
        }
        // Counted off only now: whether a resource is full must not depend on the order of the flows.
        for (int i = 0; i < count; i++) {
            int f = stopping[i];
            stopped[f] = true;
            for (int u = firstUse[f]; u < firstUse[f + 1]; u++) {
                risingAmount[use[u]] = --rising[use[u]] == 0 ? 0 : risingAmount[use[u]] - amount[u];
            }
        }
        return count;
    }

    private boolean meetsFullResource(int flow) {
        for (int u = firstUse[flow]; u < firstUse[flow + 1]; u++) {
            double limit = capacity[use[u]];
            if (limit < Double.POSITIVE_INFINITY && left[use[u]] <= limit * ROUNDING) {
                return true;
            }
        }
        return false;
    }

    /** Returns the rate of a flow, in the unit of the capacities. */
    public double rate(int flow) {
        return rate[flow];
    }
}
