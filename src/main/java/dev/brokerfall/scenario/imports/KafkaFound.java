package dev.brokerfall.scenario.imports;

import dev.brokerfall.scenario.manifest.ManifestObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka cluster as its manifests describe it.
 *
 * @param origin the object that stands for it
 * @param name what it is called
 * @param strimzi whether Strimzi runs it
 * @param zookeeper whether its controllers are a ZooKeeper ensemble
 * @param combined whether brokers are controllers too
 * @param brokers groups of brokers
 * @param controllers groups of controllers, or of ZooKeeper's servers
 * @param version Kafka's version
 * @param metadataVersion the version of the metadata, which may lag behind
 * @param config settings of the brokers, by Kafka's names
 * @param rackKey the node label that {@code broker.rack} is made of
 */
record KafkaFound(
        ManifestObject origin,
        String name,
        boolean strimzi,
        boolean zookeeper,
        boolean combined,
        List<PodGroup> brokers,
        List<PodGroup> controllers,
        Optional<Said> version,
        Optional<Said> metadataVersion,
        Map<String, Said> config,
        Optional<Said> rackKey) {

    /** Returns where it stands. */
    String place() {
        return origin.place();
    }

    /** Returns how many brokers there should be. */
    int brokerCount() {
        return brokers.stream().mapToInt(PodGroup::replicas).sum();
    }

    /** Returns how many controllers there should be. */
    int controllerCount() {
        return controllers.stream().mapToInt(PodGroup::replicas).sum();
    }
}
