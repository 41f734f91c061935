package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * How long episodes last that come in trials, any number to a trial, some of them cut off by the end of observation (censored).
 * The share still going on is Kaplan and Meier's (J. Am. Stat. Assoc. 53, 1958), so that a censored episode counts for as long as
 * it was seen and for no longer. Intervals resample whole trials, because episodes of one trial are not independent.
 */
public final class PooledEpisodes {

    // A share of survivors computed in floating point may miss the share asked for in its last bits.
    private static final double SLACK = 1e-9;

    private final double[] length;
    private final boolean[] finished;
    private final int[] trial;
    private final int[] episodesOfTrial;
    private final int unfinished;

    private PooledEpisodes(List<Episode> sorted, int[] episodesOfTrial) {
        int n = sorted.size();
        length = new double[n];
        finished = new boolean[n];
        trial = new int[n];
        int censored = 0;
        for (int i = 0; i < n; i++) {
            Episode episode = sorted.get(i);
            length[i] = episode.length;
            finished[i] = episode.finished;
            trial[i] = episode.trial;
            censored += episode.finished ? 0 : 1;
        }
        unfinished = censored;
        this.episodesOfTrial = episodesOfTrial;
    }

    /** Returns how many episodes came to their end. */
    public int finished() {
        return length.length - unfinished;
    }

    /** Returns how many did not. */
    public int unfinished() {
        return unfinished;
    }

    /**
     * Returns, for each of {@code shares}, the length that so large a share of episodes does not exceed; positive infinity when so
     * many were never seen to end. {@link Estimate#NONE} without episodes; no bounds with a single trial.
     *
     * @param shares ascending, each within (0, 1)
     * @param confidence the probability that an interval covers, within (0, 1); intervals are percentiles of resampled quantiles
     * @param resamples how many times to resample the trials
     * @param index returns a random index below its argument
     */
    public List<Estimate> quantiles(double[] shares, double confidence, int resamples, IntUnaryOperator index) {
        StudentT.checkConfidence(confidence);
        if (length.length == 0) {
            return Arrays.stream(shares).mapToObj(share -> Estimate.NONE).toList();
        }
        int[] once = new int[episodesOfTrial.length];
        Arrays.fill(once, 1);
        double[] values = new double[shares.length];
        walk(once, shares, values);
        double[][] resampled = resample(shares, resamples, index);
        List<Estimate> estimates = new ArrayList<>();
        for (int k = 0; k < shares.length; k++) {
            estimates.add(
                    episodesOfTrial.length < 2
                            ? new Estimate(values[k], Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
                            : percentiles(values[k], resampled[k], confidence));
        }
        return estimates;
    }

    private double[][] resample(double[] shares, int resamples, IntUnaryOperator index) {
        double[][] resampled = new double[shares.length][resamples];
        int[] weight = new int[episodesOfTrial.length];
        double[] values = new double[shares.length];
        for (int resample = 0; resample < resamples; resample++) {
            Arrays.fill(weight, 0);
            for (int draw = 0; draw < weight.length; draw++) {
                weight[index.applyAsInt(weight.length)]++;
            }
            walk(weight, shares, values);
            for (int k = 0; k < shares.length; k++) {
                resampled[k][resample] = values[k];
            }
        }
        return resampled;
    }

    private static Estimate percentiles(double value, double[] resampled, double confidence) {
        Arrays.sort(resampled);
        int cut = Math.max(1, (int) ((1 - confidence) / 2 * (resampled.length + 1)));
        return new Estimate(
                value, Math.min(value, resampled[cut - 1]), Math.max(value, resampled[resampled.length - cut]));
    }

    /**
     * Finds where the share of survivors falls to {@code 1 - share}. Between two censored episodes the share of survivors is
     * proportional to the number at risk, so a whole number is compared at each step and the product is formed only where an
     * episode is censored.
     */
    private void walk(int[] weight, double[] shares, double[] values) {
        long atRisk = 0;
        for (int t = 0; t < weight.length; t++) {
            atRisk += (long) weight[t] * episodesOfTrial[t];
        }
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        int next = 0;
        double survivorsPerRisk = atRisk == 0 ? 0 : 1.0 / atRisk;
        double limit = limit(shares[0], survivorsPerRisk);
        for (int i = 0; i < length.length && atRisk > 0; i++) {
            int times = weight[trial[i]];
            if (finished[i]) {
                atRisk -= times;
                while (atRisk <= limit) {
                    values[next++] = length[i];
                    if (next == shares.length) {
                        return;
                    }
                    limit = limit(shares[next], survivorsPerRisk);
                }
            } else if (times > 0) {
                double survivors = survivorsPerRisk * atRisk;
                atRisk -= times;
                survivorsPerRisk = survivors / atRisk;
                limit = limit(shares[next], survivorsPerRisk);
            }
        }
    }

    private static double limit(double share, double survivorsPerRisk) {
        return (1 - share) / survivorsPerRisk * (1 + SLACK);
    }

    /**
     * Returns the curve of survivors: from 1 at length 0, a point wherever it has fallen noticeably since the last one.
     *
     * @param most about how many points to return at the most
     */
    public List<Point> survivors(int most) {
        List<Point> curve = new ArrayList<>();
        curve.add(new Point(0, 1));
        double share = 1;
        double shown = 1;
        int atRisk = length.length;
        for (int i = 0; i < length.length; i++) {
            if (finished[i]) {
                share *= (double) (atRisk - 1) / atRisk;
                boolean lastOfTies = i + 1 == length.length || length[i + 1] > length[i] || !finished[i + 1];
                if (lastOfTies && (shown - share >= 1.0 / most || share <= 0.9 * shown)) {
                    curve.add(new Point(length[i], share));
                    shown = share;
                }
            }
            atRisk--;
        }
        return curve;
    }

    /** A {@code share} of episodes lasts longer than {@code length}. */
    public record Point(double length, double share) {}

    private record Episode(double length, boolean finished, int trial) {}

    /** Gathers episodes, trial by trial. */
    public static final class Builder {

        private final List<Episode> episodes = new ArrayList<>();
        private int[] episodesOfTrial = new int[64];
        private int trials;

        /** Adds one trial, with the lengths of its episodes that ended and of those that had not ended when it did. */
        public Builder add(double[] finished, double[] unfinished) {
            if (trials == episodesOfTrial.length) {
                episodesOfTrial = Arrays.copyOf(episodesOfTrial, 2 * trials);
            }
            for (double length : finished) {
                episodes.add(new Episode(checked(length), true, trials));
            }
            for (double length : unfinished) {
                episodes.add(new Episode(checked(length), false, trials));
            }
            episodesOfTrial[trials++] = finished.length + unfinished.length;
            return this;
        }

        private static double checked(double length) {
            checkArgument(length >= 0 && Double.isFinite(length), "an episode lasts some time, not %s", length);
            return length;
        }

        /** Returns everything added so far. */
        public PooledEpisodes build() {
            // At equal lengths an end comes before a cut-off: the one that is cut off was still at risk.
            List<Episode> sorted = new ArrayList<>(episodes);
            sorted.sort(Comparator.comparingDouble(Episode::length)
                    .thenComparing(Episode::finished, Comparator.reverseOrder())
                    .thenComparingInt(Episode::trial));
            return new PooledEpisodes(sorted, Arrays.copyOf(episodesOfTrial, trials));
        }
    }
}
