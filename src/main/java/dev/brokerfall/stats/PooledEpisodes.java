package dev.brokerfall.stats;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How long episodes last that come in trials, any number to a trial, some of them cut off by the end of observation (censored).
 * The share still going on is Kaplan and Meier's (J. Am. Stat. Assoc. 53, 1958), so that a censored episode counts for as long as
 * it was seen and for no longer.
 *
 * <p>Episodes of one trial are not independent. They are worth as many independent ones as would know the share still going on as well
 * as all of them do when whole trials are taken for what is independent (Williams, Lifetime Data Analysis 1, 1995; the effective number
 * and its degrees of freedom are Korn and Graubard's, Survey Methodology 24, 1998). Of so many the order statistics enclose a quantile
 * whatever its distribution, and where none lies far enough out there is no bound: 30 episodes say nothing of what 1 in 100 exceeds.
 */
public final class PooledEpisodes {

    // A share of survivors computed in floating point may miss the share asked for in its last bits.
    private static final double SLACK = 1e-9;

    private final double[] length;
    private final boolean[] finished;
    private final int[] trial;
    private final int[] episodesOfTrial;
    private final int unfinished;

    /** The share that lasts longer than each episode, ascending by length. */
    private final double[] survivors;

    private PooledEpisodes(List<Episode> sorted, int[] episodesOfTrial) {
        int n = sorted.size();
        length = new double[n];
        finished = new boolean[n];
        trial = new int[n];
        survivors = new double[n];
        int censored = 0;
        // Between two censored episodes the share is proportional to the number at risk, so that no rounding adds up.
        double perRisk = 1.0 / n;
        for (int i = 0; i < n; i++) {
            Episode episode = sorted.get(i);
            length[i] = episode.length;
            finished[i] = episode.finished;
            trial[i] = episode.trial;
            int atRisk = n - i;
            if (episode.finished) {
                survivors[i] = perRisk * (atRisk - 1);
            } else {
                survivors[i] = perRisk * atRisk;
                perRisk = survivors[i] / Math.max(1, atRisk - 1);
                censored++;
            }
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
     * many were never seen to end. {@link Estimate#NONE} without episodes; no bounds when all come from a single trial.
     *
     * @param shares ascending, each within (0, 1)
     * @param confidence the probability that an interval covers, within (0, 1)
     */
    public List<Estimate> quantiles(double[] shares, double confidence) {
        StudentT.checkConfidence(confidence);
        if (length.length == 0) {
            return Arrays.stream(shares).mapToObj(share -> Estimate.NONE).toList();
        }
        List<Estimate> estimates = new ArrayList<>();
        double effect = 1;
        for (double share : shares) {
            // Of the last few episodes hardly any are of one trial; that they depend on each other shows below.
            effect = Math.max(effect, effectOfDependence(notExceeded(share)));
            estimates.add(quantile(share, confidence, worth(effect, confidence)));
        }
        return estimates;
    }

    private Estimate quantile(double share, double confidence, int worth) {
        double value = notExceeded(share);
        if (worth < 1) {
            return new Estimate(value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        Quantiles.Ranks ranks = Quantiles.Ranks.of(worth, share, confidence);
        double lower = ranks.low() < 1 ? Double.NEGATIVE_INFINITY : notExceeded((double) ranks.low() / worth);
        double upper = ranks.high() > worth ? Double.POSITIVE_INFINITY : notExceeded((double) ranks.high() / worth);
        return new Estimate(value, Math.min(value, lower), Math.max(value, upper));
    }

    /** Returns the least length at which the share of survivors has fallen to {@code 1 - share}. */
    private double notExceeded(double share) {
        double limit = (1 - share) * (1 + SLACK);
        for (int i = 0; i < length.length; i++) {
            if (finished[i] && survivors[i] <= limit) {
                return length[i];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    /** Returns how many independent episodes these are worth; 0 when nothing can be said. */
    private int worth(double effect, double confidence) {
        int episodes = length.length;
        long trials = Arrays.stream(episodesOfTrial).filter(each -> each > 0).count();
        if (trials < 2) {
            return 0;
        }
        double uncertain = 1;
        if (trials < episodes) {
            double t = StudentT.twoSided(confidence, trials - 1) / StudentT.normalTwoSided(confidence);
            uncertain = t * t;
        }
        return (int) (episodes / (effect * uncertain) * (1 + SLACK));
    }

    /** Returns the variance of the share that lasts longer than {@code limit}, over what it would be if episodes were independent. */
    private double effectOfDependence(double limit) {
        int episodes = length.length;
        int last = -1;
        while (last + 1 < episodes && length[last + 1] <= limit) {
            last++;
        }
        double share = last < 0 ? 1 : survivors[last];
        if (!(share > 0 && share < 1)) {
            return 1;
        }
        double[] pulls = new double[episodesOfTrial.length];
        double hazard = 0;
        for (int i = 0; i < episodes; i++) {
            double atRisk = episodes - i;
            boolean ends = finished[i] && i <= last;
            pulls[trial[i]] += (ends ? 1 / atRisk : 0) - hazard;
            hazard += ends ? 1 / (atRisk * (atRisk - 1)) : 0;
        }
        double squares = Arrays.stream(pulls).map(pull -> pull * pull).sum();
        return share * share * squares / (share * (1 - share) / episodes);
    }

    /**
     * Returns the curve of survivors: from 1 at length 0, a point wherever it has fallen noticeably since the last one.
     *
     * @param most about how many points to return at the most
     */
    public List<Point> survivors(int most) {
        List<Point> curve = new ArrayList<>();
        curve.add(new Point(0, 1));
        double shown = 1;
        for (int i = 0; i < length.length; i++) {
            boolean lastOfTies = i + 1 == length.length || length[i + 1] > length[i] || !finished[i + 1];
            if (finished[i] && lastOfTies && (shown - survivors[i] >= 1.0 / most || survivors[i] <= 0.9 * shown)) {
                curve.add(new Point(length[i], survivors[i]));
                shown = survivors[i];
            }
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
