package dev.brokerfall.experiment;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.stats.Familywise;
import java.util.BitSet;
import java.util.function.Supplier;

/**
 * The fully sequential procedure of Kim and Nelson (A fully sequential procedure for indifference-zone selection in simulation, ACM
 * TOMACS 11(3), 2001, with c = 1) for the least of several means under common luck: after every trial each option is dropped that is
 * further behind another one than a triangle allows that closes with the number of trials. Written down to be compared with what the
 * product does.
 *
 * @param zone the difference worth telling, positive
 * @param confidence how probably the option that is left is the best one, if that is ahead by the zone and observations are normal
 * @param firstStage how many trials the variances of differences are estimated from, at least 2
 * @param updating whether these variances are estimated anew from all trials so far (Kim and Nelson, On the asymptotic validity of fully
 *     sequential selection procedures, Oper. Res. 54(3), 2006), which needs no normal observations in the limit
 */
record KimNelson(double zone, double confidence, int firstStage, boolean updating) {

    /**
     * What came of it.
     *
     * @param best the index of the option that is left
     * @param trials how many trials it met
     * @param plays how many trials all options met together, dropped ones being played no further
     */
    record Outcome(int best, long trials, long plays) {}

    KimNelson {
        checkArgument(zone > 0, "a zone must be positive, was %s", zone);
        checkArgument(firstStage >= 2, "%s trials have no variance", firstStage);
    }

    /** Returns h², by which squared deviations are multiplied: 2 η (n - 1), where η makes an error of (1 + 2 η)^(-(n - 1) / 2) / 2. */
    double constant(int options, long trials) {
        double error = 1 - Familywise.each(confidence, options - 1);
        double degrees = trials - 1.0;
        return degrees * (StrictMath.pow(2 * error, -2 / degrees) - 1);
    }

    /**
     * Plays until one option is left, or {@code most} trials.
     *
     * @param trials for each call what the next trial comes to, by option
     */
    Outcome choose(Supplier<double[]> trials, int options, long most) {
        double[] sums = new double[options];
        double[][] squares = new double[options][options];
        double[][] variances = new double[options][options];
        BitSet left = new BitSet(options);
        left.set(0, options);
        long plays = 0;
        long trial = 0;
        while (trial < firstStage || (left.cardinality() > 1 && trial < most)) {
            double[] observed = trials.get();
            trial++;
            plays += left.cardinality();
            for (int one = 0; one < options; one++) {
                sums[one] += observed[one];
                for (int other = 0; other < one; other++) {
                    double difference = observed[one] - observed[other];
                    squares[one][other] += difference * difference;
                    if (trial == firstStage || (updating && trial > firstStage)) {
                        double total = sums[one] - sums[other];
                        variances[one][other] = (squares[one][other] - total * total / trial) / (trial - 1);
                        variances[other][one] = variances[one][other];
                    }
                }
            }
            if (trial >= firstStage) {
                drop(left, sums, variances, trial);
            }
        }
        return new Outcome(leastOf(left, sums), trial, plays);
    }

    /** Drops options, each held against all that were left before. */
    private void drop(BitSet left, double[] sums, double[][] variances, long trial) {
        double constant = constant(sums.length, updating ? trial : firstStage);
        BitSet before = (BitSet) left.clone();
        int first = leastOf(before, sums);
        before.stream().filter(one -> one != first).forEach(one -> {
            for (int other = before.nextSetBit(0); other >= 0; other = before.nextSetBit(other + 1)) {
                double room = constant * variances[one][other] / (2 * zone) - zone * trial / 2;
                if (other != one && sums[one] - sums[other] >= Math.max(0, room)) {
                    left.clear(one);
                }
            }
        });
    }

    private static int leastOf(BitSet left, double[] sums) {
        return left.stream()
                .boxed()
                .min((one, other) -> Double.compare(sums[one], sums[other]))
                .orElseThrow();
    }
}
