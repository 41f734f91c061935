package dev.brokerfall.experiment;

import dev.brokerfall.stats.Estimate;

/** Brings the probability of an event within a horizon to that within one year: {@code 1 - (1 - p)^(1 / years)}. */
public final class YearlyProbability {

    private YearlyProbability() {}

    /** Returns the yearly probability of what happens in a trial of {@code years} with probability {@code perTrial}. */
    public static double of(double perTrial, double years) {
        return years == 1 ? perTrial : -StrictMath.expm1(StrictMath.log1p(-perTrial) / years);
    }

    /** Returns the same for an estimate and its interval. */
    public static Estimate of(Estimate perTrial, double years) {
        if (!perTrial.known()) {
            return perTrial;
        }
        return new Estimate(of(perTrial.value(), years), of(perTrial.lower(), years), of(perTrial.upper(), years));
    }

    /** Returns how fast the yearly probability grows with the one per trial. */
    public static double slope(double perTrial, double years) {
        return years == 1 ? 1 : StrictMath.exp(StrictMath.log1p(-perTrial) * (1 / years - 1)) / years;
    }
}
