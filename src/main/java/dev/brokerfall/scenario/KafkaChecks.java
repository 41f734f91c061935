package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.kubernetes.PlacementConfig;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.TopicSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Finds what a Kafka cluster cannot be, on its platform and with its storage. */
final class KafkaChecks {

    private final ScenarioSpec spec;
    private final KafkaSpec kafka;
    private final Catalogue catalogue;
    private final Site site;

    KafkaChecks(ScenarioSpec spec, KafkaSpec kafka, Catalogue catalogue, Site site) {
        this.spec = spec;
        this.kafka = kafka;
        this.catalogue = catalogue;
        this.site = site;
    }

    void run() {
        roles();
        topics();
        if (kafka.workload().recordSize().bytes() > 0
                && kafka.workload().localRetained().isPresent()) {
            localRetained();
        }
        if (kafka.workload().recordSize().bytes() > 0
                && kafka.workload().preload().isPresent()) {
            preload();
        }
        KafkaSettingsReader settings = new KafkaSettingsReader(kafka, new Ledger(catalogue), site);
        settings.read();
        int directories = settings.logDirs().count();
        if (spec.platform() instanceof PlatformSpec.Bare) {
            return;
        }
        if (directories > 1) {
            site.error(
                    "spec.kafka.config.log.dirs",
                    "brokers have %s log directories, and only platform bare has brokers with more than one"
                            .formatted(directories),
                    "leave one: spec.storage gives each broker one volume");
        }
        Optional<Iron> iron = Iron.of(spec, catalogue);
        if (spec.storage().isEmpty()) {
            site.error("spec.storage", "it is not said where brokers keep their data", "give each option a storage");
        }
        if (iron.isPresent()) {
            placement(iron.get());
            spec.storage().ifPresent(storage -> new StorageChecks(kafka, iron.get(), catalogue, site).brokers(storage));
            kafka.controllers()
                    .storage()
                    .ifPresent(storage -> new StorageChecks(kafka, iron.get(), catalogue, site).controllers(storage));
        }
    }

    private void roles() {
        KafkaSpec.ControllersSpec controllers = kafka.controllers();
        if (!controllers.combined()) {
            return;
        }
        String path = "spec.kafka.controllers.";
        if (kafka.semantics() == KafkaSpec.SemanticsProfile.KAFKA_2_4_ZK) {
            site.error(path + "roles", "a broker is never a member of the ZooKeeper ensemble");
        }
        if (spec.platform() instanceof PlatformSpec.Hosts) {
            site.error(path + "roles", "on hosts controllers have processes of their own");
        }
        if (controllers.count() > kafka.brokers()) {
            site.error(
                    path + "count",
                    "%s controllers cannot share the processes of %s brokers"
                            .formatted(controllers.count(), kafka.brokers()),
                    "lower it to %s, or use roles: separate".formatted(kafka.brokers()));
        }
        if (controllers.storage().isPresent()) {
            site.error(path + "storage", "combined nodes keep the metadata on the brokers' volumes", "leave it out");
        }
    }

    private void topics() {
        Set<String> names = new HashSet<>();
        for (int index = 0; index < kafka.topics().size(); index++) {
            String path = "spec.kafka.topics[" + index + "]";
            TopicSpec topic = kafka.topics().get(index);
            if (!names.add(topic.name())) {
                site.error(path + ".name", "the topic '%s' is there twice".formatted(topic.name()));
            }
            if (topic.replicationFactor() > kafka.brokers()) {
                site.error(
                        path + ".replicationFactor",
                        "replicationFactor %s needs as many brokers, and there are %s"
                                .formatted(topic.replicationFactor(), kafka.brokers()),
                        "lower replicationFactor to %s, or raise kafka.brokers".formatted(kafka.brokers()));
            }
            if (topic.minInsyncReplicas() > topic.replicationFactor()) {
                site.error(
                        path + ".minInsyncReplicas",
                        "minInsyncReplicas %s exceeds replicationFactor %s: nothing could ever be written with acks=all"
                                .formatted(topic.minInsyncReplicas(), topic.replicationFactor()),
                        "lower minInsyncReplicas to %s or less".formatted(topic.replicationFactor()));
            }
        }
    }

    private void localRetained() {
        long local = kafka.workload().localRetained().orElseThrow().bytes();
        if (local > Load.retained(kafka.workload()).bytes()) {
            site.error("spec.kafka.workload.localRetained", "the local part exceeds what is retained in all");
        }
    }

    private void preload() {
        long size = kafka.workload().preload().orElseThrow().size().bytes();
        if (size > Load.retained(kafka.workload()).bytes()) {
            site.error(
                    "spec.kafka.workload.preload.size",
                    "the cluster would begin with more than is retained",
                    "lower the size, or raise retained");
        }
    }

    private void placement(Iron iron) {
        if (iron.kubernetes().isEmpty()) {
            return;
        }
        KafkaSpec.AntiAffinitySpec apart = kafka.placement().antiAffinity();
        boolean zonal = apart.topology() == PlacementConfig.Topology.ZONE;
        int domains = zonal ? iron.zones().size() : iron.nodes();
        if (apart.mode() == PlacementConfig.Mode.REQUIRED && domains > 0 && kafka.brokers() > domains) {
            String rule = "spec.kafka.placement.antiAffinity";
            site.error(
                    Paths.find(site.tree(), rule).isPresent() ? rule : "spec.kafka.brokers",
                    "%s of %s brokers would stay Pending: required anti-affinity allows one in each of %s %s"
                            .formatted(kafka.brokers() - domains, kafka.brokers(), domains, zonal ? "zones" : "nodes"),
                    "use mode: preferred, or topology: " + (zonal ? "node" : "zone"));
        }
        if (iron.nodes() == 0) {
            site.error("spec.platform.aks.nodePools", "there is no node for the brokers");
        }
        int disks = iron.vm().maxDataDisks() * iron.nodes();
        if (kafka.brokers() > disks) {
            site.error(
                    "spec.kafka.brokers",
                    "%s disks are needed, and %s nodes of %s take %s"
                            .formatted(kafka.brokers(), iron.nodes(), iron.vm().name(), disks));
        }
    }
}
