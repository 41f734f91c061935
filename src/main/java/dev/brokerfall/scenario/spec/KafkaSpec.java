package dev.brokerfall.scenario.spec;

import dev.brokerfall.kafka.Acks;
import dev.brokerfall.kafka.ControllerConfig;
import dev.brokerfall.kafka.Semantics;
import dev.brokerfall.kubernetes.PlacementConfig;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import dev.brokerfall.scenario.format.Words;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Kafka cluster. */
public record KafkaSpec(
        @Key(value = "Rules of its version.", catalogue = "kafka.semantics.default")
        SemanticsProfile semantics,

        @Key(value = "Number of brokers.", min = 1, max = 1000)
        int brokers,

        @Key(value = "Controllers, or with kafka-2.4-zk the ZooKeeper ensemble.", preset = "{}")
        ControllersSpec controllers,

        @Key(value = "How pods are kept apart.", preset = "{}")
        PlacementSpec placement,

        @Key(value = "What the people and programs that look after the pods do.", preset = "{}")
        OperatorSpec operator,

        @Key(value = "Topics.", nonEmpty = true) List<TopicSpec> topics,

        @Key("What is written and kept: the whole cluster, before replication, spread evenly over partitions.")
        WorkloadSpec workload,

        @Key(value = "From a broker's start until it registers, without log recovery.", catalogue = "kafka.startup")
        RandomDuration startup,

        @Key("Kafka's own settings by Kafka's names; bare numbers have Kafka's unit.")
        Map<String, Yaml> config) {

    /** The rules of a version of Kafka. */
    public enum SemanticsProfile implements Words.Worded {
        KAFKA_4_3("kafka-4.3"),
        KAFKA_4_1_ELR("kafka-4.1-elr"),
        KAFKA_4_NO_ELR("kafka-4-noelr"),
        KAFKA_2_4_ZK("kafka-2.4-zk");

        private final String word;

        SemanticsProfile(String word) {
            this.word = word;
        }

        /** Returns the rules themselves. */
        public Semantics semantics() {
            return Semantics.profiles().stream()
                    .filter(profile -> profile.name().equals(word))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** The controllers. */
    public record ControllersSpec(
            @Key(value = "How many.", catalogue = "kafka.controllers", min = 1, max = 9)
            int count,

            @Key(value = "Whether controllers have processes of their own.", preset = "separate")
            Roles roles,

            @Key(value = "How voters know each other.", catalogue = "kafka.quorum")
            ControllerConfig.Quorum quorum,

            @Key(value = "Where they keep the metadata.", word = "same")
            Optional<StorageSpec> storage) {

        /** Returns whether controllers share the processes, and the volumes, of the first brokers. */
        public boolean combined() {
            return roles == Roles.COMBINED;
        }
    }

    /** Whether controllers have processes of their own. */
    public enum Roles {
        SEPARATE,
        COMBINED
    }

    /** How pods are kept apart. */
    public record PlacementSpec(
            @Key(value = "What two brokers must not share.", preset = "{}")
            AntiAffinitySpec antiAffinity,

            @Key("A topology spread constraint over zones.") Optional<SpreadSpec> topologySpread,

            @Key(value = "What broker.rack is made of.", preset = "zone")
            Rack rack) {}

    /** What two brokers must not share. */
    public record AntiAffinitySpec(
            @Key(value = "The domain.", preset = "zone") PlacementConfig.Topology topology,

            @Key(value = "How strictly.", preset = "required")
            PlacementConfig.Mode mode) {}

    /** A topology spread constraint over zones. */
    public record SpreadSpec(
            @Key(value = "How many more pods one zone may have than another.", preset = "1", min = 1, max = 1000)
            int maxSkew,

            @Key(value = "What becomes of a pod that would break it.", preset = "DoNotSchedule")
            WhenUnsatisfiable whenUnsatisfiable) {}

    /** What becomes of a pod that would break a spread constraint. */
    public enum WhenUnsatisfiable implements Words.Worded {
        DO_NOT_SCHEDULE("DoNotSchedule"),
        SCHEDULE_ANYWAY("ScheduleAnyway");

        private final String word;

        WhenUnsatisfiable(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** What {@code broker.rack} is made of. */
    public enum Rack {
        ZONE,
        NONE
    }

    /** What the people and programs that look after the pods do. */
    public record OperatorSpec(
            @Key(
                    value = "Whether drains are denied and the operator rolls the pod when that is safe.",
                    catalogue = "strimzi.drainCleaner")
            boolean drainCleaner,

            @Key(
                    value =
                            "Whether the operator waits until every partition is fully in sync, not only safe without the pod.",
                    catalogue = "strimzi.waitForFullIsr")
            boolean waitForFullIsr,

            @Key(
                    value = "Whether, and how long after, somebody declares an unreachable node out of service.",
                    word = "never")
            Optional<AfterSpec> outOfServiceTaint,

            @Key(
                    value = "How long a pod that fits nowhere waits until somebody deletes its claim.",
                    catalogue = "localVolume.operatorReaction")
            RandomDuration reaction,

            @Key(
                    value = "Whether a budget of one unavailable pod holds evictions back.",
                    catalogue = "strimzi.podDisruptionBudget")
            boolean podDisruptionBudget,

            @Key(
                    value =
                            "Whether, and how long after, the kubelet kills a process whose volume stalls: its liveness probe times out,"
                                    + " and it does not stop within its grace.",
                    word = "never")
            Optional<AfterSpec> livenessKill) {}

    /** A delay. */
    public record AfterSpec(@Key("How long after.") Duration after) {}

    /** A topic. */
    @ExactlyOne(
            value = {"retained", "retention"},
            orNone = true)
    public record TopicSpec(
            @Key("Name.") String name,

            @Key(value = "Partitions.", min = 1, max = 1_000_000)
            int partitions,

            @Key(value = "Copies of each partition.", min = 1, max = 31)
            int replicationFactor,

            @Key(value = "Replicas that must be in sync before acks=all is answered.", min = 1, max = 31)
            int minInsyncReplicas,

            @Key(value = "What producers wait for.", catalogue = "kafka.acks")
            Acks acks,

            @Key(
                    value = "Whether a replica outside the in-sync set may lead.",
                    catalogue = "kafka.config.unclean.leader.election.enable")
            boolean uncleanLeaderElection,

            @Key(
                    "Rate at which its records arrive, before replication: its part of workload.produce. Left out, its partitions have an"
                            + " even share of what the topics that say theirs leave.")
            Optional<DataRate> produce,

            @Key("What is kept of it, before replication: its part of workload.retained. Left out, as with produce.")
            Optional<DataSize> retained,

            @Key(value = "How long its records are kept (retention.ms).", positive = true)
            Optional<Duration> retention,

            @Key(
                    value =
                            "The most that is kept of one of its partitions (retention.bytes), whatever else is said. Left out,"
                                    + " workload.retentionBytes.",
                    positive = true)
            Optional<DataSize> retentionBytes) {}

    /** What is written and kept. */
    @ExactlyOne({"retained", "retention"})
    public record WorkloadSpec(
            @Key("Rate at which records arrive.") DataRate produce,

            @Key(
                    "How the rate goes up and down by day and week about produce, its mean. Left out, it is the same at all times.")
            Optional<PatternSpec> pattern,

            @Key(value = "Size of a record.", catalogue = "kafka.recordSize", positive = true)
            DataSize recordSize,

            @Key("What retention keeps.") Optional<DataSize> retained,

            @Key(value = "How long it is kept (retention.ms).", positive = true)
            Optional<Duration> retention,

            @Key(
                    value = "The most that is kept of one partition (retention.bytes), whatever else is said.",
                    positive = true)
            Optional<DataSize> retentionBytes,

            @Key("With tiered storage, the part kept on the brokers, which is what an empty broker must copy.")
            Optional<DataSize> localRetained,

            @Key(
                    value = "How many consumer groups read every record from its leader as it is written.",
                    catalogue = "kafka.consumerGroups",
                    max = 1000)
            int consumerGroups,

            @Key("What a young cluster begins with; left out, as much as retention keeps.")
            Optional<PreloadSpec> preload) {}

    /** How the rate at which records arrive goes up and down; a trial begins on a Monday at midnight. */
    public record PatternSpec(
            @Key("A day as a cosine about its mean. A trial begins on a Monday at midnight: 62h is Wednesday, 14:00.")
            Optional<DiurnalSpec> diurnal,

            @Key("Weekends that differ from weekdays.") Optional<WeeklySpec> weekly,

            @Key(
                    "In place of diurnal, the rates of 24 hours as measured, from midnight on, or (in place of weekly too) of the 168 of a"
                            + " week from Monday on: bare numbers, of which only the proportions count.")
            List<Double> hours) {}

    /** A day as a cosine about its mean. */
    public record DiurnalSpec(
            @Key(
                    "The rate in the busiest hour over the mean of its day, from 1 to 2; 12 hours later it is as much below the mean: with"
                            + " 1.8, at night 0.2 of the mean.")
            double peakToMean,

            @Key("When the busiest hour begins, in full hours after midnight.")
            Duration peakAt) {}

    /** Weekends that differ from weekdays. */
    public record WeeklySpec(
            @Key(
                    value = "What is written on a Saturday or Sunday, as a part of what is on a weekday. The mean stays"
                            + " workload.produce: with 50%, weekdays have 117% of it.",
                    share = true)
            double weekend) {}

    /** What lies in the logs at the beginning. */
    public record PreloadSpec(
            @Key(value = "How much: the whole cluster, before replication.", positive = true)
            DataSize size,

            @Key(value = "Size of one of these records.", catalogue = "kafka.recordSize", positive = true)
            DataSize recordSize) {}
}
