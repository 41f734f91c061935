package dev.brokerfall.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * What producers offer to one partition of each topic: topics that are offered the same share a load, whose number is all that need be
 * known to add up traffic, as far as the producers of all of them wait for followers ({@code acks=all}) or none does.
 */
final class Loads {

    private final int[] ofTopic;
    private final double[] offered;
    private final boolean[] waits;

    /** What a load is known by. */
    private record Load(double rate, boolean waits) {}

    Loads(KafkaConfig config) {
        List<Load> distinct = new ArrayList<>();
        this.ofTopic = new int[config.topics().size()];
        for (int topic = 0; topic < ofTopic.length; topic++) {
            TopicConfig its = config.topics().get(topic);
            Load load = new Load(perPartition(config, its), its.acks() == Acks.ALL);
            if (!distinct.contains(load)) {
                distinct.add(load);
            }
            ofTopic[topic] = distinct.indexOf(load);
        }
        this.offered = distinct.stream().mapToDouble(Load::rate).toArray();
        this.waits = new boolean[distinct.size()];
        for (int load = 0; load < waits.length; load++) {
            waits[load] = distinct.get(load).waits();
        }
    }

    private static double perPartition(KafkaConfig config, TopicConfig topic) {
        return topic.load()
                .map(load -> load.produce().bytesPerMillisecond() / topic.partitions())
                .orElseGet(() -> config.workload().produce().bytesPerMillisecond() * (1.0 / config.partitions()));
    }

    /** Returns the number of the load of a topic's partitions. */
    int of(int topic) {
        return ofTopic[topic];
    }

    /** Returns what producers offer to one partition, in bytes a millisecond, by the number of its load. */
    double[] offered() {
        return offered.clone();
    }

    /** Returns whether producers wait until followers have what they send, by the number of the load. */
    boolean[] waits() {
        return waits.clone();
    }
}
