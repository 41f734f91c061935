package dev.brokerfall.scenario.spec;

import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import dev.brokerfall.scenario.text.Yaml;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is played. */
public record ScenarioSpec(
        @Key(value = "Simulated time of each trial.", preset = "1y", positive = true)
        Duration horizon,

        @Key("What the brokers run on.") PlatformSpec platform,

        @Key("Where brokers keep their data, for options that do not say.")
        Optional<StorageSpec> storage,

        @Key("The Kafka cluster; left out, the platform is played alone.")
        Optional<KafkaSpec> kafka,

        @Key("What is compared.") List<OptionSpec> options,

        @Key("Further axes: every option is played with every combination of their values.")
        Map<String, AxisSpec> matrix,

        @Key("Options whose objectives alone decide the exit code.")
        List<String> candidates,

        @Key("What surely happens, in every trial.") List<TimelineSpec> timeline,

        @Key(value = "What goes wrong by chance.", preset = "{}")
        FaultsSpec faults,

        @Key("What each option must reach.") List<ObjectiveSpec> objectives,
        @Key(value = "How much is played.", preset = "{}") SimulationSpec simulation) {

    /** One of the things that are compared. */
    public record OptionSpec(
            @Key("Name.") String name,

            @Key(value = "Whether the others are compared with it; without one, the first is.", preset = "false")
            boolean baseline,

            @Key("Replaces the platform.") Optional<PlatformSpec> platform,
            @Key("Replaces the storage.") Optional<StorageSpec> storage,
            @Key("Values for any other fields, by path.") Map<String, Yaml> set) {}

    /** One axis of the matrix. */
    public record AxisSpec(
            @Key("The field that varies, such as spec.kafka.topics[*].minInsyncReplicas.")
            String path,

            @Key(value = "Its values.", nonEmpty = true) List<Yaml> values) {}

    /** How much is played. */
    public record SimulationSpec(
            @Key(value = "Seed of all luck.", preset = "1", min = Long.MIN_VALUE, max = Long.MAX_VALUE)
            long seed,

            @Key(value = "Trials of each option.", preset = "1000", min = 1, max = 10_000_000)
            long trials,

            @Key(value = "Confidence of every interval.", preset = "95%", share = true)
            double confidence,

            @Key(
                    value =
                            "Play until intervals are narrow enough or the best option is known, instead of a number of trials.",
                    word = "never")
            Optional<StopSpec> stopWhen,

            @Key(value = "What the best option is chosen by.", preset = "{}")
            SelectSpec select,

            @Key(
                    value =
                            "Whether losses that plain trials hardly ever see are estimated from chains of faults that are drawn more often"
                                    + " than by nature; with 90 trials or more, and for two and a half times as long as they take at the most.",
                    preset = "auto")
            RareEvents rareEvents) {}

    /** When what is rare is estimated otherwise than by plain trials. */
    public enum RareEvents {
        /** Never. */
        OFF,
        /** Where plain trials see too little of it. */
        AUTO
    }

    /** When enough has been played. */
    @ExactlyOne({"relativeHalfWidth", "absoluteHalfWidth", "best"})
    public record StopSpec(
            @Key(value = "Keys of the metrics that are looked at; for each option.", single = true)
            List<String> metric,

            @Key(value = "Which number of each metric is looked at.", preset = "mean")
            ObjectiveSpec.Stat stat,

            @Key(
                    value = "The greatest half-width of an interval as a share of that number.",
                    share = true,
                    positive = true)
            Optional<Double> relativeHalfWidth,

            @Key("The greatest half-width of an interval, with the metric's unit.")
            Optional<Yaml> absoluteHalfWidth,

            @Key("True: until the best option is known, as select says.")
            Optional<Boolean> best,

            @Key(value = "Trials of each option at the least.", preset = "200", min = 2, max = 10_000_000)
            long minTrials,

            @Key(value = "Trials of each option at the most.", preset = "50000", min = 2, max = 10_000_000)
            long maxTrials) {}

    /** What the best option is chosen by. */
    public record SelectSpec(
            @Key(value = "Key of the metric whose mean is to be the best.", preset = "outageMinutesPerYear")
            String metric,

            @Key(
                    "The least difference that is worth telling, with the metric's unit. Left out: 1m for outageMinutesPerYear, else nothing.")
            Optional<Yaml> indifference) {}
}
