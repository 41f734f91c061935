package dev.brokerfall.measured;

import java.util.Arrays;

/**
 * The distribution of a time as the protocol implies it, reckoned on a grid of milliseconds instead of drawn, so that what is simulated
 * can be held against it.
 */
final class Law {

    private static final int LENGTH = 60_000;
    private static final double NOTHING = 1e-12;

    private final double[] density;

    private Law(double[] density) {
        this.density = density;
    }

    /** Any millisecond from {@code least} up to and without {@code most} is as likely. */
    static Law uniform(int least, int most) {
        double[] density = new double[LENGTH];
        Arrays.fill(density, least, most, 1.0 / (most - least));
        return new Law(density);
    }

    /**
     * From the death of a broker until it is fenced: its last heartbeat was up to an interval of 2 s ago; its session of 9 s runs from
     * then; the controller looks for lapsed sessions every eighth of one.
     */
    static Law fencing() {
        return uniform(7000, 9000).plusUniform(0, 1125);
    }

    /** The same of the first of two brokers that die together. */
    static Law fencingOfTheFirst() {
        return uniform(7000, 9000).min(uniform(7000, 9000)).plusUniform(0, 1125);
    }

    /** The same of the last of two brokers that die together. */
    static Law fencingOfTheLast() {
        return uniform(7000, 9000).max(uniform(7000, 9000)).plusUniform(0, 1125);
    }

    /** Returns the sum of this time and an independent one, any millisecond of which is as likely. */
    Law plusUniform(int least, int most) {
        double[] below = cumulative();
        double[] sum = new double[LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            sum[t] = (at(below, t - least) - at(below, t - most)) / (most - least);
        }
        return new Law(sum);
    }

    /** Returns the earlier of this time and an independent one. */
    Law min(Law other) {
        double[] mine = cumulative();
        double[] its = other.cumulative();
        double[] result = new double[LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            double now = (1 - mine[t]) * (1 - its[t]);
            double before = (1 - at(mine, t - 1)) * (1 - at(its, t - 1));
            result[t] = before - now;
        }
        return new Law(result);
    }

    /** Returns the later of this time and an independent one. */
    Law max(Law other) {
        double[] mine = cumulative();
        double[] its = other.cumulative();
        double[] result = new double[LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            result[t] = mine[t] * its[t] - at(mine, t - 1) * at(its, t - 1);
        }
        return new Law(result);
    }

    /** Returns this time with probability {@code share}, else the other. */
    Law or(double share, Law other) {
        double[] result = new double[LENGTH];
        for (int t = 0; t < LENGTH; t++) {
            result[t] = share * density[t] + (1 - share) * other.density[t];
        }
        return new Law(result);
    }

    /** Returns the earliest time that can happen, in seconds. */
    double least() {
        int t = 0;
        while (density[t] < NOTHING) {
            t++;
        }
        return t / 1000.0;
    }

    /** Returns the latest time that can happen, in seconds. */
    double most() {
        int t = LENGTH - 1;
        while (density[t] < NOTHING) {
            t--;
        }
        return t / 1000.0;
    }

    /** Returns the largest distance between this distribution and that of {@code seconds} (Kolmogorov). */
    double distance(double[] seconds) {
        double[] law = cumulative();
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        double largest = 0;
        int below = 0;
        while (below < sorted.length) {
            int upTo = below;
            while (upTo < sorted.length && sorted[upTo] == sorted[below]) {
                upTo++;
            }
            int t = (int) Math.round(1000 * sorted[below]);
            largest = Math.max(largest, Math.abs((double) below / sorted.length - at(law, t - 1)));
            largest = Math.max(largest, Math.abs((double) upTo / sorted.length - at(law, t)));
            below = upTo;
        }
        return largest;
    }

    private double[] cumulative() {
        double[] result = new double[LENGTH];
        double sum = 0;
        for (int t = 0; t < LENGTH; t++) {
            sum += density[t];
            result[t] = sum;
        }
        return result;
    }

    private static double at(double[] cumulative, int t) {
        return t < 0 ? 0 : cumulative[t];
    }
}
