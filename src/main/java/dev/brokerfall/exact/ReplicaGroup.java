package dev.brokerfall.exact;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.function.IntPredicate;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Replicas that fail and are repaired, each life and each repair exponential, all of them alive at first. Rates are in one unit of
 * time, which is then that of every answer.
 *
 * @param replicas how many there are
 * @param failureRate how often a live one fails
 * @param repairRate how fast one is repaired
 * @param repair whether those that have failed wait for each other
 * @param shockRate how often something strikes them all at once
 */
public record ReplicaGroup(int replicas, double failureRate, double repairRate, Repair repair, double shockRate) {

    /** Who repairs. */
    public enum Repair {
        /** One at a time. */
        SERIAL,
        /** All at once. */
        PARALLEL
    }

    public ReplicaGroup {
        checkArgument(replicas >= 1, "there must be a replica");
        checkArgument(failureRate > 0 && repairRate > 0 && shockRate >= 0, "rates must be positive");
    }

    /** Returns a group that nothing strikes at once. */
    public static ReplicaGroup of(int replicas, double meanLife, double meanRepair, Repair repair) {
        return new ReplicaGroup(replicas, 1 / meanLife, 1 / meanRepair, repair, 0);
    }

    /** Returns the mean time until fewer than {@code least} are alive for the first time. */
    public double meanTimeToFewerThan(int least) {
        return chain().meanTimeTo(fewerThan(least));
    }

    /** Returns the probability that fewer than {@code least} are alive at some time until {@code time}. */
    public double fewerThan(int least, double time) {
        return chain().reaches(fewerThan(least), time);
    }

    /** Returns the share of time in the long run in which fewer than {@code least} are alive. */
    public double shareFewerThan(int least) {
        return sum(chain().steadyState(), least);
    }

    /** Returns the probability that fewer than {@code least} are alive at the instant {@code time}. */
    public double fewerThanAt(int least, double time) {
        return sum(chain().after(time), least);
    }

    /** Returns the chain whose state is how many have failed. */
    public MarkovChain chain() {
        RealMatrix rates = new Array2DRowRealMatrix(replicas + 1, replicas + 1);
        for (int failed = 0; failed <= replicas; failed++) {
            if (failed < replicas) {
                rates.addToEntry(failed, failed + 1, (replicas - failed) * failureRate);
                rates.addToEntry(failed, replicas, shockRate);
            }
            if (failed > 0) {
                rates.addToEntry(failed, failed - 1, (repair == Repair.SERIAL ? 1 : failed) * repairRate);
            }
        }
        return new MarkovChain(rates);
    }

    private IntPredicate fewerThan(int least) {
        return failed -> replicas - failed < least;
    }

    private double sum(double[] shares, int least) {
        double sum = 0;
        for (int failed = replicas - least + 1; failed <= replicas; failed++) {
            sum += shares[failed];
        }
        return sum;
    }
}
