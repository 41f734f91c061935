package dev.brokerfall.cli;

import dev.brokerfall.experiment.TrialPlayer;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import java.util.Optional;

/**
 * Plays trials and remembers one to be told in full: that which loses most acknowledged records or, where nothing is lost, that with
 * the longest outage; the lowest option and trial of equals.
 */
final class TellingTrial implements TrialPlayer {

    private final TrialPlayer player;
    private Optional<Found> found = Optional.empty();

    /**
     * A trial worth telling.
     *
     * @param option the index of the variant
     * @param trial the trial's number
     * @param lostRecords how many acknowledged records it loses
     * @param outageSeconds how long its longest outage lasts
     */
    record Found(int option, long trial, double lostRecords, double outageSeconds) {

        boolean isMoreTellingThan(Found other) {
            if (lostRecords != other.lostRecords) {
                return lostRecords > other.lostRecords;
            }
            if (outageSeconds != other.outageSeconds) {
                return outageSeconds > other.outageSeconds;
            }
            return option != other.option ? option < other.option : trial < other.trial;
        }
    }

    TellingTrial(TrialPlayer player) {
        this.player = player;
    }

    @Override
    public TrialResult play(int option, long trial) {
        TrialResult result = player.play(option, trial);
        double lost = value(result, Metric.LOST_RECORDS);
        double outage = value(result, Metric.LONGEST_OUTAGE);
        if (lost > 0 || outage > 0) {
            note(new Found(option, trial, lost, outage));
        }
        return result;
    }

    private static double value(TrialResult result, Metric metric) {
        return Optional.ofNullable(result.values().get(metric)).orElse(0.0);
    }

    private synchronized void note(Found next) {
        if (found.isEmpty() || next.isMoreTellingThan(found.get())) {
            found = Optional.of(next);
        }
    }

    /** Returns the most telling trial so far, if any had an outage. */
    synchronized Optional<Found> found() {
        return found;
    }
}
