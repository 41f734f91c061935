package dev.brokerfall.world;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;

/**
 * What became of a chain of faults that was begun and drawn otherwise than by nature.
 *
 * @param weighted what it counts, times how much more probable by nature than as drawn it is: summed up over chains, the share of
 *     trials or of time
 * @param path the names of the faults that were drawn, in order
 * @param steps each level that it reached below that of its beginning, in order
 * @param events how many events the calendar handled, those before the chain included
 */
public record Excursion(double weighted, List<String> path, List<Step> steps, long events) {

    /** The level of what is sought itself, below all levels. */
    public static final int HAPPENED = -1;

    /**
     * A chain reached a level.
     *
     * @param level the fewest sound copies that any partition had left
     * @param weight what the chain counted with, had it been about this
     * @param faults how many faults had been drawn by then
     * @param lastStruck how long after its beginning the last of them struck, in milliseconds
     * @param scales how probable it is of each scale that the chain was drawn with it, up to here
     */
    public record Step(int level, double weight, int faults, long lastStruck, ImmutableDoubleArray scales) {}

    public Excursion {
        path = List.copyOf(path);
        steps = List.copyOf(steps);
    }
}
