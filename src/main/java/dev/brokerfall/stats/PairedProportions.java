package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * Two proportions over the same trials: how often only the one, or only the other, saw an event.
 *
 * @param onlyFirst trials in which only the first saw it
 * @param onlySecond trials in which only the second saw it
 * @param trials all trials
 */
public record PairedProportions(long onlyFirst, long onlySecond, long trials) {

    private static final int HALVINGS = 100;

    public PairedProportions {
        checkArgument(
                onlyFirst >= 0 && onlySecond >= 0 && onlyFirst + onlySecond <= trials,
                "%s and %s events do not fit in %s trials",
                onlyFirst,
                onlySecond,
                trials);
    }

    /**
     * Returns the first proportion minus the second, with the score interval of Tango (Statistics in Medicine 17, 1998), which has
     * a width even when the two never differed. {@link Estimate#NONE} without trials.
     */
    public Estimate differenceWithin(double confidence) {
        if (trials == 0) {
            return Estimate.NONE;
        }
        double critical = StudentT.normalTwoSided(confidence);
        double value = (double) (onlyFirst - onlySecond) / trials;
        return new Estimate(
                value, Math.min(value, rootOf(critical, -1, value)), Math.max(value, rootOf(-critical, value, 1)));
    }

    /** The score falls as the supposed difference grows. */
    private double rootOf(double score, double from, double to) {
        double low = from;
        double high = to;
        for (int step = 0; step < HALVINGS; step++) {
            double middle = low + (high - low) / 2;
            if (score(middle) > score) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }

    private double score(double difference) {
        double n = trials;
        double distance = onlyFirst - onlySecond - n * difference;
        if (distance == 0) {
            return 0;
        }
        double a = 2 * n;
        double b = -onlyFirst - onlySecond + (2 * n - onlyFirst + onlySecond) * difference;
        double c = -onlySecond * difference * (1 - difference);
        double second = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
        double variance = n * (2 * second + difference * (1 - difference));
        return variance <= 0 ? Math.copySign(Double.POSITIVE_INFINITY, distance) : distance / Math.sqrt(variance);
    }
}
