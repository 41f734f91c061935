package dev.brokerfall.world;

import java.util.List;

/**
 * What became of a chain of faults that was begun and drawn otherwise than by nature.
 *
 * @param weighted what it counts, times how much more probable by nature than as drawn it is: summed up over chains, the share of
 *     trials or of time
 * @param path the groups of the faults that were drawn, in order
 * @param events how many events the calendar handled, those before the chain included
 */
public record Excursion(double weighted, List<String> path, long events) {
    public Excursion {
        path = List.copyOf(path);
    }
}
