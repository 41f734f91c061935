package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.kafka.RatePattern;
import dev.brokerfall.kubernetes.PlacementConfig;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.KafkaSpec.TopicSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds what a Kafka cluster cannot be, on its platform and with its storage. */
final class KafkaChecks {

    private static final double GIB = 1L << 30;
    private static final int HOURS_OF_DAY = 24;

    /** What is said of topics and of all may differ by so much. */
    private static final double ROUNDING = 0.01;

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
        if (!workload()) {
            return;
        }
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

    /** Returns whether what topics say fits what the workload says, and the pattern is one. */
    private boolean workload() {
        boolean fine = kafka.workload().pattern().map(this::pattern).orElse(true);
        double produce = kafka.workload().produce().bytesPerSecond();
        double own = Load.producedByOwn(kafka);
        boolean all = Load.withoutProduce(kafka).isEmpty();
        if (own > produce * (1 + ROUNDING) || (all && own < produce * (1 - ROUNDING))) {
            fine = false;
            site.error(
                    "spec.kafka.workload.produce",
                    "%s get %s, and the whole workload is %s"
                            .formatted(
                                    all ? "all topics together" : "some topics",
                                    rate(own),
                                    kafka.workload().produce()),
                    all ? "write %s".formatted(rate(own)) : "raise it: the other topics share what is left");
        }
        return fine && retained();
    }

    private boolean retained() {
        if (kafka.workload().retained().isEmpty()) {
            return true;
        }
        double retained = kafka.workload().retained().get().bytes();
        double own = Load.retainedByOwn(kafka);
        boolean all = Load.withoutRetention(kafka).isEmpty();
        if (own > retained * (1 + ROUNDING) || (all && own < retained * (1 - ROUNDING))) {
            site.error(
                    "spec.kafka.workload.retained",
                    String.format(
                            Locale.ROOT,
                            "%s keep %.1f GiB, and the whole workload %.1f GiB",
                            all ? "all topics together" : "some topics",
                            own / GIB,
                            retained / GIB),
                    all ? "write as much" : "raise it: the other topics share what is left");
            return false;
        }
        return true;
    }

    private boolean pattern(KafkaSpec.PatternSpec pattern) {
        String path = "spec.kafka.workload.pattern";
        int hours = pattern.hours().size();
        boolean week = hours == RatePattern.HOURS;
        if (hours > 0 && hours != HOURS_OF_DAY && !week) {
            return wrong(path + ".hours", "there are %s hours".formatted(hours), "a day has 24, a week 168");
        }
        if (hours > 0
                && (pattern.hours().stream().anyMatch(rate -> rate < 0)
                        || pattern.hours().stream().noneMatch(rate -> rate > 0))) {
            return wrong(path + ".hours", "no rate may be negative, and not all may be zero", "");
        }
        if (hours > 0 && pattern.diurnal().isPresent()) {
            return wrong(path + ".diurnal", "hours say how a day goes", "leave one of the two out");
        }
        if (week && pattern.weekly().isPresent()) {
            return wrong(path + ".weekly", "the 168 hours say how a week goes", "leave one of the two out");
        }
        if (hours == 0 && pattern.diurnal().isEmpty() && pattern.weekly().isEmpty()) {
            return wrong(path, "the pattern says nothing", "add diurnal, weekly or hours");
        }
        return pattern.diurnal().map(this::diurnal).orElse(true);
    }

    private boolean diurnal(KafkaSpec.DiurnalSpec diurnal) {
        String path = "spec.kafka.workload.pattern.diurnal.";
        if (diurnal.peakToMean() < 1 || diurnal.peakToMean() > 2) {
            return wrong(
                    path + "peakToMean",
                    "a cosine has its peak at 1 to 2 times its mean, not at %s".formatted(diurnal.peakToMean()),
                    "write the 24 rates of a steeper day as pattern.hours");
        }
        Duration at = diurnal.peakAt();
        if (at.toHours() >= HOURS_OF_DAY || !at.equals(Duration.ofHours(at.toHours()))) {
            return wrong(path + "peakAt", "a day has no full hour at %s".formatted(Durations.format(at)), "0h to 23h");
        }
        return true;
    }

    private boolean wrong(String path, String message, String help) {
        site.error(path, message, help);
        return false;
    }

    private static String rate(double bytesPerSecond) {
        return new DataRate(bytesPerSecond).toString();
    }

    private void localRetained() {
        long local = kafka.workload().localRetained().orElseThrow().bytes();
        if (local > Load.retained(kafka).bytes()) {
            site.error("spec.kafka.workload.localRetained", "the local part exceeds what is retained in all");
        }
    }

    private void preload() {
        long size = kafka.workload().preload().orElseThrow().size().bytes();
        if (size > Load.retained(kafka).bytes()) {
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
