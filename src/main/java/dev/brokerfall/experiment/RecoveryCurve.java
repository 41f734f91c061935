package dev.brokerfall.experiment;

import java.util.List;

/**
 * How long recoveries last: the share of episodes that is not over after so many seconds (Kaplan–Meier).
 *
 * @param episodes how many episodes came to their end
 * @param unfinished how many had not ended by the horizon (censored)
 * @param points the curve, falling from 1 at 0 s; a thinned-out copy of all steps
 */
public record RecoveryCurve(long episodes, long unfinished, List<Point> points) {

    public RecoveryCurve {
        points = List.copyOf(points);
    }

    /** After {@code seconds}, {@code share} of the episodes is not over. */
    public record Point(double seconds, double share) {}
}
