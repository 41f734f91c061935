package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/** Critical values of Student's t and of the normal distribution. */
final class StudentT {

    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

    private StudentT() {}

    /** Returns the t that a variable with {@code degrees} degrees of freedom exceeds in size with probability 1 - confidence. */
    static double twoSided(double confidence, long degrees) {
        checkConfidence(confidence);
        return new TDistribution(null, degrees).inverseCumulativeProbability((1 + confidence) / 2);
    }

    /** Returns the same for the normal distribution. */
    static double normalTwoSided(double confidence) {
        checkConfidence(confidence);
        return NORMAL.inverseCumulativeProbability((1 + confidence) / 2);
    }

    static void checkConfidence(double confidence) {
        checkArgument(0 < confidence && confidence < 1, "confidence must lie within (0, 1), was %s", confidence);
    }
}
