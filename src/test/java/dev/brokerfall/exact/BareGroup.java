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
 * @param firstLeads whether the first that is back leads, when all have been down, or the last that was up
 * @param partitions how many partitions there are, on all of these brokers but for {@code copies}
 * @param copies on how many of them each is
 * @param blowHours when broker 0 is killed for certain, in hours; 0 for never
 */
public record BareGroup(
        int replicas,
        int writable,
        String life,
        String repair,
        double horizonHours,
        boolean firstLeads,
        int partitions,
        int copies,
        double blowHours) {

    /** What is left of Kafka's own delays. */
    private static final String INSTANT = "src/test/resources/dev/brokerfall/exact/instant-kafka.yaml";

    private static final Catalogue CATALOGUE = CatalogueReader.read(Catalogue.standard(), Path.of(INSTANT));

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
              - name: group
                partitions: %7$s
                replicationFactor: %8$s
                minInsyncReplicas: %3$s
                uncleanLeaderElection: %6$s
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

    private static final String BLOW = "  timeline:\n    - {id: blow, at: %s, brokerKill: {broker: 0, wipe: true}}\n";

    /** A group that keeps to clean elections. */
    BareGroup(int replicas, int writable, String life, String repair, double horizonHours) {
        this(replicas, writable, life, repair, horizonHours, false, 1, replicas, 0);
    }

    /** Returns one whose lives and repairs are exponential, with means in hours. */
    public static BareGroup exponential(int replicas, int writable, double life, double repair, double horizon) {
        return new BareGroup(replicas, writable, exponential(life), exponential(repair), horizon);
    }

    static String exponential(double hours) {
        return "{exponential: {mean: %s}}".formatted(hours(hours));
    }

    /** The same, but that whoever is back first leads. */
    BareGroup unclean() {
        return new BareGroup(replicas, writable, life, repair, horizonHours, true, partitions, copies, blowHours);
    }

    /** The same for another time. */
    BareGroup until(double hours) {
        return new BareGroup(replicas, writable, life, repair, hours, firstLeads, partitions, copies, blowHours);
    }

    /** The same until an instant at which broker 0 is killed for certain. */
    BareGroup untilBlow(double hours) {
        return new BareGroup(
                replicas, writable, life, repair, hours + LITTLE_HOURS, firstLeads, partitions, copies, hours);
    }

    /** After so long everybody knows that a broker is down. */
    private static final double LITTLE_HOURS = 10 / 3_600_000.0;

    /** As many brokers, each with a partition of its own that is nowhere else. */
    BareGroup eachByItself() {
        return new BareGroup(replicas, 1, life, repair, horizonHours, firstLeads, replicas, 1, blowHours);
    }

    /** Returns how probably fewer than {@code alive} of its replicas are left at some time within the horizon, by the exact solver. */
    public static double within(int replicas, int alive, double life, double repair, double horizon) {
        return new ReplicaGroup(replicas, 1 / life, 1 / repair, ReplicaGroup.Repair.PARALLEL, 0)
                .fewerThan(alive, horizon);
    }

    /** Returns what a trial of it is played from. */
    public TrialConfig config() {
        String text =
                TEXT.formatted(hours(horizonHours), replicas, writable, life, repair, firstLeads, partitions, copies);
        if (blowHours > 0) {
            text += BLOW.formatted(hours(blowHours));
        }
        try {
            Path file = Files.createTempFile("group", ".yaml");
            Files.writeString(file, text);
            Composition only = new Composer(
                            CATALOGUE,
                            new ScenarioReader(CATALOGUE, List.of()).read(file).get(0))
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
