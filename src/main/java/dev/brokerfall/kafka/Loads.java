package dev.brokerfall.kafka;

import java.util.ArrayList;
import java.util.List;

/**
 * What producers offer to one partition of each topic: topics that are offered the same share a load, whose number is all that need be
 * known to add up traffic.
 */
final class Loads {

    private final int[] ofTopic;
    private final double[] offered;

    Loads(KafkaConfig config) {
        List<Double> distinct = new ArrayList<>();
        this.ofTopic = new int[config.topics().size()];
        for (int topic = 0; topic < ofTopic.length; topic++) {
            double rate = perPartition(config, config.topics().get(topic));
            if (!distinct.contains(rate)) {
                distinct.add(rate);
            }
            ofTopic[topic] = distinct.indexOf(rate);
        }
        this.offered = distinct.stream().mapToDouble(Double::doubleValue).toArray();
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
}
