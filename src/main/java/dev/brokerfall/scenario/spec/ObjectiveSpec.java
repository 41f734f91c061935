package dev.brokerfall.scenario.spec;

import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import dev.brokerfall.scenario.text.Yaml;
import java.util.Optional;

/** What each option must reach. */
@ExactlyOne({"min", "max"})
public record ObjectiveSpec(
        @Key("Name.") String id,
        @Key("Key of the metric.") String metric,

        @Key(value = "Which number of the metric is judged.", preset = "mean")
        Stat stat,

        @Key("The least allowed, with the metric's unit.") Optional<Yaml> min,
        @Key("The most allowed, with the metric's unit.") Optional<Yaml> max,

        @Key(value = "Whether missing it fails the run or only warns.", preset = "fail")
        Severity severity) {

    /** Which number of a metric is judged. */
    public enum Stat {
        MEAN,
        P50,
        P95,
        P99
    }

    /** How grave it is to miss an objective. */
    public enum Severity {
        FAIL,
        WARN
    }
}
