package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.scenario.format.Default;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.text.Yaml;
import java.util.List;

/**
 * One thing that is compared: an option with one value for each axis of the matrix, as a scenario of its own.
 *
 * @param name such as {@code azure-disk-lrs[minIsr=2]}
 * @param option the option's name
 * @param axes the value of each axis
 * @param baseline whether the others are compared with it
 * @param spec what is played, with the option's platform, storage and values in place
 * @param tree the document it was read from, with the same in place
 * @param defaults what holds because nobody said otherwise
 */
public record Variant(
        String name,
        String option,
        ImmutableMap<String, String> axes,
        boolean baseline,
        ScenarioSpec spec,
        Yaml tree,
        List<Default> defaults) {

    public Variant {
        defaults = List.copyOf(defaults);
    }
}
