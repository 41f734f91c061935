package dev.brokerfall.cli;

import dev.brokerfall.experiment.TrialPlayer;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import java.util.Optional;

/** Plays trials and remembers the one with the longest outage, to be told in full; the lowest option and trial of equals. */
final class TellingTrial implements TrialPlayer {

    private final TrialPlayer player;
    private Optional<Found> found = Optional.empty();

    /**
     * A trial worth telling.
     *
     * @param option the index of the variant
     * @param trial the trial's number
     * @param outageSeconds how long its longest outage lasted
     */
    record Found(int option, long trial, double outageSeconds) {

        boolean isMoreTellingThan(Found other) {
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
        double outage =
                Optional.ofNullable(result.values().get(Metric.LONGEST_OUTAGE)).orElse(0.0);
        if (outage > 0) {
            note(new Found(option, trial, outage));
        }
        return result;
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
