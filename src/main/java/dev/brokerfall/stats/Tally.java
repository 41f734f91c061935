package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigInteger;

/**
 * Running moments of observations. The sums are exact, so that observations may come in any order, and tallies be merged in any order,
 * with the same result to the last bit; nor does anything cancel.
 */
public final class Tally {

    /** Cubes of greater observations might not be finite. */
    private static final double GREATEST = 1e100;

    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();
    private final ExactSum cubes = new ExactSum();
    private long count;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;

    /** Adds one observation, of a size of at most 1e100. */
    public void add(double observation) {
        checkArgument(Math.abs(observation) <= GREATEST, "an observation must be finite, was %s", observation);
        count++;
        if (observation != 0) {
            double square = observation * observation;
            double rest = Math.fma(observation, observation, -square);
            sum.add(observation);
            squares.add(square);
            squares.add(rest);
            cubes.addProduct(square, observation);
            cubes.addProduct(rest, observation);
        }
        least = Math.min(least, observation);
        greatest = Math.max(greatest, observation);
    }

    /** Adds everything {@code other} has seen. */
    public void merge(Tally other) {
        count += other.count;
        sum.merge(other.sum);
        squares.merge(other.squares);
        cubes.merge(other.cubes);
        least = Math.min(least, other.least);
        greatest = Math.max(greatest, other.greatest);
    }

    /** Returns what has been seen so far. */
    public Summary summary() {
        if (count == 0) {
            return new Summary(0, 0, 0, 0, least, greatest);
        }
        double n = count;
        double mean = sum.value() / n;
        double variance = count < 2 || least == greatest ? 0 : squaredDistances() / (n - 1);
        return new Summary(count, mean, variance, count < 3 ? 0 : skewness(variance), least, greatest);
    }

    /** Returns the sum in the units of {@link ExactSum}. */
    BigInteger total() {
        return sum.units();
    }

    /** Returns the sum of squared distances from the mean, {@code Σx² - (Σx)² / n}, rounded once. */
    private double squaredDistances() {
        int unit = ExactSum.UNIT_EXPONENT;
        BigInteger n = BigInteger.valueOf(count);
        BigInteger total = sum.units();
        // n Σx² is a whole number of units, and (Σx)² one of squared units.
        BigInteger scaled = squares.units().multiply(n).shiftLeft(-unit).subtract(total.multiply(total));
        return ExactSum.number(scaled, 2 * unit) / count;
    }

    /** Returns Fisher's G1, {@code n / ((n - 1) (n - 2)) Σ((x - mean) / deviation)³}. */
    private double skewness(double variance) {
        if (variance == 0) {
            return 0;
        }
        int unit = ExactSum.UNIT_EXPONENT;
        BigInteger n = BigInteger.valueOf(count);
        BigInteger total = sum.units();
        // n² Σ(x - mean)³ = n² Σx³ - 3 n Σx Σx² + 2 (Σx)³, in cubed units.
        BigInteger scaled = cubes.units()
                .multiply(n)
                .multiply(n)
                .shiftLeft(-2 * unit)
                .subtract(total.multiply(squares.units())
                        .multiply(n)
                        .multiply(BigInteger.valueOf(3))
                        .shiftLeft(-unit))
                .add(total.pow(3).shiftLeft(1));
        double distances = ExactSum.number(scaled, 3 * unit) / ((double) count * count);
        double divisor = (count - 1.0) * (count - 2.0) * variance * Math.sqrt(variance);
        return divisor > 0 ? count * distances / divisor : 0;
    }
}
