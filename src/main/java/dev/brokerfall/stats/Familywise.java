package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/** Several intervals that are to cover all at once. */
public final class Familywise {

    private Familywise() {}

    /**
     * Returns the confidence at which each of {@code intervals} has to be made so that all of them together cover with at least
     * {@code confidence}, whatever they have in common (Bonferroni's inequality).
     */
    public static double each(double confidence, int intervals) {
        StudentT.checkConfidence(confidence);
        checkArgument(intervals >= 1, "there must be at least one interval, were %s", intervals);
        return 1 - (1 - confidence) / intervals;
    }
}
