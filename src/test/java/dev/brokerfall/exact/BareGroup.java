package dev.brokerfall.exact;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.CatalogueReader;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.TrialConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A group of replicas as a scenario says it: one partition on brokers that are killed and wiped, each again only when it is back, on a
 * Kafka that takes no time of its own.
 *
 * @param replicas how many there are
 * @param writable how many must be in sync to write
 * @param life the distribution of the time from a repair to the next failure, as scenarios write it
 * @param repair that of a repair
 * @param horizonHours how long a trial lasts, in hours
 */
public record BareGroup(int replicas, int writable, String life, String repair, double horizonHours) {

    /** What is left of Kafka's own delays. */
    private static final String INSTANT = "src/test/resources/dev/brokerfall/exact/instant-kafka.yaml";

    private static final String TEXT = """
        apiVersion: brokerfall.dev/v1alpha1
        kind: Scenario
        metadata: {name: group}
        spec:
          horizon: %s
          platform: {bare: {}}
          kafka:
            semantics: kafka-4-noelr
            brokers: %2$s
            controllers: {count: 1}
            topics:
              - {name: group, partitions: 1, replicationFactor: %2$s, minInsyncReplicas: %3$s}
            workload: {produce: 1kB/s, recordSize: 100B, retained: 1kB}
            config:
              broker.session.timeout.ms: 2ms
              broker.heartbeat.interval.ms: 1ms
              auto.leader.rebalance.enable: false
          options:
            - {name: group, baseline: true}
          faults:
            profile: quiet
            override:
              brokerKill: {interarrival: %4$s, duration: %5$s, since: repair, wipe: true}
          simulation: {trials: 1}
        """;

    /** Returns one whose lives and repairs are exponential, with means in hours. */
    public static BareGroup exponential(int replicas, int writable, double life, double repair, double horizon) {
        return new BareGroup(
                replicas,
                writable,
                "{exponential: {mean: %s}}".formatted(hours(life)),
                "{exponential: {mean: %s}}".formatted(hours(repair)),
                horizon);
    }

    /** Returns how probably fewer than {@code alive} of its replicas are left at some time within the horizon, by the exact solver. */
    public static double within(int replicas, int alive, double life, double repair, double horizon) {
        return new ReplicaGroup(replicas, 1 / life, 1 / repair, ReplicaGroup.Repair.PARALLEL, 0)
                .fewerThan(alive, horizon);
    }

    /** Returns what a trial of it is played from. */
    public TrialConfig config() {
        Catalogue catalogue = CatalogueReader.read(Catalogue.standard(), Path.of(INSTANT));
        try {
            Path file = Files.createTempFile("group", ".yaml");
            Files.writeString(file, TEXT.formatted(hours(horizonHours), replicas, writable, life, repair));
            Composition only = new Composer(
                            catalogue,
                            new ScenarioReader(catalogue, List.of()).read(file).get(0))
                    .compose()
                    .get(0);
            Files.delete(file);
            return only.config();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns so many hours as scenarios write them. */
    static String hours(double hours) {
        return Math.round(3_600_000 * hours) + "ms";
    }
}
