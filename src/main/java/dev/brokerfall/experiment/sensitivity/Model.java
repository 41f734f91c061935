package dev.brokerfall.experiment.sensitivity;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;

/** Whoever can say what is played when assumptions have other values. The answer depends on the arguments alone. */
public interface Model {

    /** Returns the assumptions that can be moved. */
    List<Factor> factors();

    /** Returns the names of the options that are compared, in order. */
    List<String> options();

    /**
     * Returns what each option comes to when some assumptions are moved and the others are as they are.
     *
     * @param positions where the moved ones stand, by their number
     * @throws UnplayableException when these values cannot be played
     */
    List<Played> at(ImmutableSortedMap<Integer, Double> positions);

    /** Returns the value of assumption number {@code factor} at {@code position}, as people read it. */
    String text(int factor, double position);
}
