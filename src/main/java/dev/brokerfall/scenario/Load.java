package dev.brokerfall.scenario;

import dev.brokerfall.kafka.RatePattern;
import dev.brokerfall.kafka.TopicLoad;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.TopicSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.WorkloadSpec;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What a workload puts on topics and on each broker. */
final class Load {

    private static final int DAYS = 7;
    private static final int WEEKDAYS = 5;

    private Load() {}

    /** Returns whether every partition of every topic has the same, at all times and up to no size of its own. */
    static boolean isEven(KafkaSpec kafka) {
        return kafka.workload().pattern().isEmpty()
                && kafka.workload().retentionBytes().isEmpty()
                && kafka.topics().stream()
                        .allMatch(topic -> topic.produce().isEmpty()
                                && topic.retained().isEmpty()
                                && topic.retention().isEmpty()
                                && topic.retentionBytes().isEmpty());
    }

    /** Returns how much retention keeps on average, in the whole cluster before replication. */
    static DataSize retained(KafkaSpec kafka) {
        WorkloadSpec workload = kafka.workload();
        return isEven(kafka)
                ? workload.retained().orElseGet(() -> of(workload.produce(), workload.retention()))
                : new DataSize(Math.round(sum(kafka, topic -> kept(kafka, topic))));
    }

    private static DataSize of(DataRate produce, Optional<Duration> time) {
        return new DataSize(Math.round(produce.bytesPerSecond() * Durations.seconds(time.orElseThrow())));
    }

    /** Returns what is written to a topic on average, before replication. */
    static DataRate produce(KafkaSpec kafka, TopicSpec topic) {
        return topic.produce().orElseGet(() -> {
            double left = kafka.workload().produce().bytesPerSecond() - producedByOwn(kafka);
            return new DataRate(Math.max(0, left)
                    * partOf(kafka, topic, its -> its.produce().isEmpty()));
        });
    }

    /** Returns what topics that say what is written to them get in all, in bytes a second. */
    static double producedByOwn(KafkaSpec kafka) {
        return kafka.topics().stream()
                .flatMap(topic -> topic.produce().stream())
                .mapToDouble(DataRate::bytesPerSecond)
                .sum();
    }

    /** Returns what topics that say what is kept of them keep in all, in bytes, whatever a partition may keep at most. */
    static double retainedByOwn(KafkaSpec kafka) {
        return kafka.topics().stream()
                .filter(Load::saysWhatIsKept)
                .mapToDouble(topic -> topic.retained()
                        .map(DataSize::bytes)
                        .map(Long::doubleValue)
                        .orElseGet(() -> (double)
                                of(produce(kafka, topic), topic.retention()).bytes()))
                .sum();
    }

    private static boolean saysWhatIsKept(TopicSpec topic) {
        return topic.retained().isPresent() || topic.retention().isPresent();
    }

    /** Returns a topic's part, by partitions, of what is spread over topics of some kind. */
    private static double partOf(KafkaSpec kafka, TopicSpec topic, Predicate<TopicSpec> kind) {
        return (double) topic.partitions()
                / kafka.topics().stream()
                        .filter(kind)
                        .mapToInt(TopicSpec::partitions)
                        .sum();
    }

    /** Returns what is written to a topic and kept of it, as the cluster takes it. */
    static TopicLoad of(KafkaSpec kafka, TopicSpec topic) {
        Optional<DataSize> local = kafka.workload()
                .localRetained()
                .map(size -> new DataSize(Math.round(
                        size.bytes() * kept(kafka, topic) / retained(kafka).bytes())));
        return new TopicLoad(produce(kafka, topic), time(kafka, topic), size(kafka, topic), local);
    }

    private static Optional<Duration> time(KafkaSpec kafka, TopicSpec topic) {
        if (topic.retention().isPresent() || topic.retained().isPresent()) {
            return topic.retention();
        }
        return kafka.workload().retention();
    }

    /** Returns what a topic keeps at most, whatever its age. */
    private static Optional<DataSize> size(KafkaSpec kafka, TopicSpec topic) {
        Optional<DataSize> bySegments = topic.retentionBytes()
                .or(() -> kafka.workload().retentionBytes())
                .map(bytes -> new DataSize(bytes.bytes() * topic.partitions()));
        Optional<DataSize> all = time(kafka, topic).isPresent()
                ? Optional.empty()
                : Optional.of(topic.retained().orElseGet(() -> {
                    double left = kafka.workload().retained().orElseThrow().bytes() - retainedByOwn(kafka);
                    return new DataSize(
                            Math.round(Math.max(0, left) * partOf(kafka, topic, its -> !saysWhatIsKept(its))));
                }));
        return all.isEmpty() || bySegments.isEmpty()
                ? all.or(() -> bySegments)
                : Optional.of(all.get().compareTo(bySegments.get()) < 0 ? all.get() : bySegments.get());
    }

    /** Returns the bytes of a topic that are kept on average. */
    private static double kept(KafkaSpec kafka, TopicSpec topic) {
        return kept(kafka, topic, time -> (double) time.toMillis());
    }

    /** Returns the most bytes of a topic that are ever kept: in a time of retention more is written at some hours than at others. */
    private static double keptAtMost(KafkaSpec kafka, TopicSpec topic) {
        RatePattern pattern = pattern(kafka);
        return kept(kafka, topic, time -> pattern.most(time.toMillis()));
    }

    private static double kept(KafkaSpec kafka, TopicSpec topic, Function<Duration, Double> millisAtMean) {
        double byTime = time(kafka, topic)
                .map(time -> produce(kafka, topic).bytesPerMillisecond() * millisAtMean.apply(time))
                .orElse(Double.POSITIVE_INFINITY);
        return Math.min(
                byTime, size(kafka, topic).map(size -> (double) size.bytes()).orElse(Double.POSITIVE_INFINITY));
    }

    private static double sum(KafkaSpec kafka, ToDoubleFunction<TopicSpec> ofTopic) {
        return kafka.topics().stream().mapToDouble(ofTopic).sum();
    }

    /** Returns how the rate goes up and down. */
    static RatePattern pattern(KafkaSpec kafka) {
        return kafka.workload().pattern().map(Load::pattern).orElse(RatePattern.CONSTANT);
    }

    private static RatePattern pattern(KafkaSpec.PatternSpec pattern) {
        int day = RatePattern.HOURS / DAYS;
        double[] rates = new double[RatePattern.HOURS];
        for (int hour = 0; hour < rates.length; hour++) {
            int of = hour;
            rates[hour] = pattern.hours().isEmpty()
                    ? pattern.diurnal().map(its -> cosine(its, of % day)).orElse(1.0)
                    : pattern.hours().get(hour % pattern.hours().size());
            if (hour >= WEEKDAYS * day) {
                rates[hour] *=
                        pattern.weekly().map(KafkaSpec.WeeklySpec::weekend).orElse(1.0);
            }
        }
        return RatePattern.ofHours(rates);
    }

    private static double cosine(KafkaSpec.DiurnalSpec diurnal, int hour) {
        double turn = (hour - diurnal.peakAt().toHours()) * 2 * Math.PI / (RatePattern.HOURS / DAYS);
        return 1 + (diurnal.peakToMean() - 1) * StrictMath.cos(turn);
    }

    /** Returns the copies of a record on average, over what is written. */
    static double replication(KafkaSpec kafka) {
        return isEven(kafka) || kafka.workload().produce().bytesPerSecond() == 0
                ? copiesOfPartition(kafka)
                : sum(kafka, topic -> produce(kafka, topic).bytesPerSecond() * topic.replicationFactor())
                        / sum(kafka, topic -> produce(kafka, topic).bytesPerSecond());
    }

    /** Returns the copies of a record on average, over what is kept. */
    static double copiesKept(KafkaSpec kafka) {
        return isEven(kafka)
                ? copiesOfPartition(kafka)
                : sum(kafka, topic -> keptAtMost(kafka, topic) * topic.replicationFactor())
                        / sum(kafka, topic -> keptAtMost(kafka, topic));
    }

    private static double copiesOfPartition(KafkaSpec kafka) {
        double copies = 0;
        double partitions = 0;
        for (TopicSpec topic : kafka.topics()) {
            copies += (double) topic.partitions() * topic.replicationFactor();
            partitions += topic.partitions();
        }
        return copies / partitions;
    }

    /** Returns what one broker stores when the play begins: less than later in a young cluster. */
    static DataSize storedAtFirst(KafkaSpec kafka) {
        return kafka.workload()
                .preload()
                .map(young -> new DataSize(Math.round(young.size().bytes() * copiesKept(kafka) / kafka.brokers())))
                .orElseGet(() -> stored(kafka));
    }

    /** Returns what is kept on brokers at most, before replication: with tiered storage only the local part. */
    static DataSize keptOnBrokers(KafkaSpec kafka) {
        return kafka.workload()
                .localRetained()
                .orElseGet(() -> isEven(kafka)
                        ? retained(kafka)
                        : new DataSize(Math.round(sum(kafka, topic -> keptAtMost(kafka, topic)))));
    }

    /** Returns what one broker stores at most: retained × RF / brokers; with tiered storage only the local part of it. */
    static DataSize stored(KafkaSpec kafka) {
        return new DataSize(Math.round(keptOnBrokers(kafka).bytes() * copiesKept(kafka) / kafka.brokers()));
    }

    /** Returns the topics that leave to the workload what is written to them. */
    static List<TopicSpec> withoutProduce(KafkaSpec kafka) {
        return kafka.topics().stream()
                .filter(topic -> topic.produce().isEmpty())
                .toList();
    }

    /** Returns the topics that leave to the workload how much is kept of them. */
    static List<TopicSpec> withoutRetention(KafkaSpec kafka) {
        return kafka.topics().stream().filter(topic -> !saysWhatIsKept(topic)).toList();
    }
}
