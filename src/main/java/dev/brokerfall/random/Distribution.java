package dev.brokerfall.random;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Arrays;
import java.util.List;

/**
 * A distribution of real numbers, drawn by inversion: one uniform number a draw, so that streams stay in step between options.
 * Transcendental functions are {@link StrictMath}'s, so that every machine draws the same bits.
 */
public sealed interface Distribution {

    /**
     * Returns the value below which the share {@code p} of draws lies.
     *
     * @param p a number in the open interval (0, 1)
     */
    double quantile(double p);

    /** Returns the expectation. */
    double mean();

    /** Draws one value, using one uniform number. */
    default double draw(Stream stream) {
        return quantile(stream.uniform());
    }

    /**
     * Returns whether the hazard of this distribution, of a length of time, is known: the rate at which it ends, given that it has
     * lasted so long.
     */
    default boolean hasHazard() {
        return false;
    }

    /** Returns the hazard at the age {@code x}, not negative, per unit of the values. */
    default double hazard(double x) {
        throw new UnsupportedOperationException(this + " has no hazard");
    }

    /** Returns the hazard accumulated until the age {@code x}, not negative: {@code -ln P(X > x)}. */
    default double cumulativeHazard(double x) {
        throw new UnsupportedOperationException(this + " has no hazard");
    }

    /** Returns the age at which the hazard {@code h}, not negative, has been accumulated. */
    default double ageOfHazard(double h) {
        throw new UnsupportedOperationException(this + " has no hazard");
    }

    /** Always {@code value}. */
    record Constant(double value) implements Distribution {
        @Override
        public double quantile(double p) {
            return value;
        }

        @Override
        public double mean() {
            return value;
        }
    }

    /** Equally likely between {@code min} and {@code max}. */
    record Uniform(double min, double max) implements Distribution {
        public Uniform {
            checkArgument(min <= max, "min (%s) must not exceed max (%s)", min, max);
        }

        @Override
        public double quantile(double p) {
            return min + p * (max - min);
        }

        @Override
        public double mean() {
            return (min + max) / 2;
        }
    }

    /** Exponential with the given mean, which must be positive. */
    record Exponential(double mean) implements Distribution {
        public Exponential {
            checkArgument(mean > 0, "mean must be positive, was %s", mean);
        }

        @Override
        public double quantile(double p) {
            return -mean * StrictMath.log1p(-p);
        }

        @Override
        public boolean hasHazard() {
            return true;
        }

        @Override
        public double hazard(double x) {
            return 1 / mean;
        }

        @Override
        public double cumulativeHazard(double x) {
            return x / mean;
        }

        @Override
        public double ageOfHazard(double h) {
            return mean * h;
        }
    }

    /**
     * Lognormal: {@code ln X ~ N(ln median, sigma²)}.
     *
     * @param median the median, positive
     * @param sigma the standard deviation of the logarithm, not negative
     */
    record Lognormal(double median, double sigma) implements Distribution {
        public Lognormal {
            checkArgument(median > 0, "median must be positive, was %s", median);
            checkArgument(sigma >= 0, "sigma must not be negative, was %s", sigma);
        }

        /** Returns the lognormal with this median whose 95th percentile is {@code p95}. */
        public static Lognormal ofMedianAndP95(double median, double p95) {
            checkArgument(p95 >= median, "p95 (%s) must not be below the median (%s)", p95, median);
            return new Lognormal(median, StrictMath.log(p95 / median) / StandardNormal.quantile(0.95));
        }

        @Override
        public double quantile(double p) {
            return median * StrictMath.exp(sigma * StandardNormal.quantile(p));
        }

        @Override
        public double mean() {
            return median * StrictMath.exp(sigma * sigma / 2);
        }
    }

    /**
     * Weibull, moved: {@code P(X > location + x) = exp(-(x/scale)^shape)}; shape and scale are positive.
     *
     * @param location the smallest value
     */
    record Weibull(double shape, double scale, double location) implements Distribution {
        public Weibull {
            checkArgument(shape > 0, "shape must be positive, was %s", shape);
            checkArgument(scale > 0, "scale must be positive, was %s", scale);
        }

        /** A Weibull distribution that begins at 0. */
        public Weibull(double shape, double scale) {
            this(shape, scale, 0);
        }

        @Override
        public double quantile(double p) {
            return location + scale * StrictMath.pow(-StrictMath.log1p(-p), 1 / shape);
        }

        @Override
        public double mean() {
            return location + scale * StrictMath.exp(org.apache.commons.math3.special.Gamma.logGamma(1 + 1 / shape));
        }

        @Override
        public boolean hasHazard() {
            return true;
        }

        @Override
        public double hazard(double x) {
            return x < location ? 0 : shape / scale * StrictMath.pow((x - location) / scale, shape - 1);
        }

        @Override
        public double cumulativeHazard(double x) {
            return x < location ? 0 : StrictMath.pow((x - location) / scale, shape);
        }

        @Override
        public double ageOfHazard(double h) {
            return location + scale * StrictMath.pow(h, 1 / shape);
        }
    }

    /** Triangular between {@code min} and {@code max} with its peak at {@code mode}. */
    record Triangular(double min, double mode, double max) implements Distribution {
        public Triangular {
            checkArgument(min <= mode && mode <= max, "min, mode, max must not fall, were %s, %s, %s", min, mode, max);
        }

        @Override
        public double quantile(double p) {
            if (min == max) {
                return min;
            }
            double peak = (mode - min) / (max - min);
            return p < peak
                    ? min + Math.sqrt(p * (max - min) * (mode - min))
                    : max - Math.sqrt((1 - p) * (max - min) * (max - mode));
        }

        @Override
        public double mean() {
            return (min + mode + max) / 3;
        }
    }

    /** Beta(1, b): density {@code b (1-x)^(b-1)} on [0, 1]; {@code b} is positive. */
    record BetaOne(double b) implements Distribution {
        public BetaOne {
            checkArgument(b > 0, "b must be positive, was %s", b);
        }

        @Override
        public double quantile(double p) {
            return -StrictMath.expm1(StrictMath.log1p(-p) / b);
        }

        @Override
        public double mean() {
            return 1 / (1 + b);
        }
    }

    /**
     * With probability {@code probability} drawn from {@code rare}, else from {@code usual}; still one uniform number a draw.
     *
     * @param probability a number in [0, 1]
     */
    record Mixture(double probability, Distribution rare, Distribution usual) implements Distribution {
        public Mixture {
            checkArgument(0 <= probability && probability <= 1, "probability must lie in [0, 1], was %s", probability);
        }

        /** The value of a draw, not a quantile of the mixture: the first share of p picks {@code rare}. */
        @Override
        public double quantile(double p) {
            return p < probability
                    ? rare.quantile(p / probability)
                    : usual.quantile((p - probability) / (1 - probability));
        }

        @Override
        public double mean() {
            return probability * rare.mean() + (1 - probability) * usual.mean();
        }
    }

    /** One of {@code values}, each equally likely; given in any order, kept ascending, so that draws rise with p. */
    record Empirical(List<Double> values) implements Distribution {
        public Empirical {
            checkArgument(!values.isEmpty(), "an empirical distribution needs at least one value");
            Double[] sorted = values.toArray(Double[]::new);
            Arrays.sort(sorted);
            values = List.of(sorted);
        }

        @Override
        public double quantile(double p) {
            return values.get(Math.min(values.size() - 1, (int) (p * values.size())));
        }

        @Override
        public double mean() {
            return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
        }
    }
}
