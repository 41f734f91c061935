package dev.brokerfall.scenario;

import com.google.common.base.Splitter;
import dev.brokerfall.kafka.KafkaSettings;
import dev.brokerfall.kafka.LogDirs;
import dev.brokerfall.kafka.QuorumSettings;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.QuantityException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads Kafka's own settings. A bare number has the unit that Kafka gives the setting, which most names end in; a value may have its
 * unit written instead.
 */
final class KafkaSettingsReader {

    private static final String DEFAULTS = "kafka.config.";

    private final KafkaSpec kafka;
    private final Ledger ledger;
    private final Site site;

    KafkaSettingsReader(KafkaSpec kafka, Ledger ledger, Site site) {
        this.kafka = kafka;
        this.ledger = ledger;
        this.site = site;
    }

    /** Returns the settings; what cannot be read is noted, and Kafka's default stands in for it. */
    KafkaSettings read() {
        for (String name : kafka.config().keySet()) {
            if (!KafkaSettings.modelledNames().contains(name)) {
                site.error(
                        path(name),
                        "the setting '%s' is not modelled".formatted(name),
                        Suggestion.help(name, KafkaSettings.modelledNames()));
            }
        }
        boolean zookeeper = kafka.semantics() == KafkaSpec.SemanticsProfile.KAFKA_2_4_ZK;
        KafkaSettings settings = new KafkaSettings(
                positive("broker.heartbeat.interval.ms"),
                session(zookeeper),
                replicaLag(zookeeper),
                positive("leader.imbalance.check.interval.seconds"),
                flag("auto.leader.rebalance.enable"),
                rate("follower.replication.throttled.rate"),
                rate("leader.replication.throttled.rate"),
                throttledReplicas(),
                recoveryThreads(zookeeper),
                size("log.segment.bytes"),
                new QuorumSettings(
                        positive("controller.quorum.fetch.timeout.ms"),
                        positive("controller.quorum.election.timeout.ms"),
                        positive("controller.quorum.election.backoff.max.ms"),
                        flag("controller.quorum.auto.join.enable")),
                ledger.duration("kafka.controlledShutdownLimit"),
                threads("num.replica.fetchers", DEFAULTS + "num.replica.fetchers"),
                size("replica.fetch.response.max.bytes"));
        if (settings.brokerHeartbeatInterval().compareTo(settings.brokerSessionTimeout()) >= 0) {
            site.error(
                    path("broker.heartbeat.interval.ms"),
                    "heartbeats every %s cannot keep a session of %s alive"
                            .formatted(
                                    Durations.format(settings.brokerHeartbeatInterval()),
                                    Durations.format(settings.brokerSessionTimeout())));
        }
        return settings;
    }

    /** Returns the log directories of each broker. */
    LogDirs logDirs() {
        Optional<List<String>> given = given("log.dirs")
                .map(scalar -> Splitter.on(',').trimResults().omitEmptyStrings().splitToList(scalar.text()));
        given.ifPresent(this::checkDirectories);
        int count = given.map(List::size).filter(this::possible).orElse(1);
        if (count == 1 && given("log.dir.failure.timeout.ms").isEmpty()) {
            return LogDirs.ONE;
        }
        return new LogDirs(count, positive("log.dir.failure.timeout.ms"));
    }

    private boolean possible(int count) {
        return 1 <= count && count <= LogDirs.MOST;
    }

    private void checkDirectories(List<String> directories) {
        String path = path("log.dirs");
        if (!possible(directories.size())) {
            site.error(
                    path, "a broker has 1 to %s log directories, not %s".formatted(LogDirs.MOST, directories.size()));
        }
        if (new HashSet<>(directories).size() < directories.size()) {
            site.error(path, "a log directory is there twice");
        }
        if (directories.size() > 1 && kafka.semantics() == KafkaSpec.SemanticsProfile.KAFKA_2_4_ZK) {
            site.error(
                    path,
                    "%s is played with one log directory"
                            .formatted(kafka.semantics().word()),
                    "leave one");
        }
    }

    private Duration session(boolean zookeeper) {
        String other = zookeeper ? "broker.session.timeout.ms" : "zookeeper.session.timeout.ms";
        if (kafka.config().containsKey(other)) {
            site.error(path(other), "%s has no '%s'".formatted(kafka.semantics().word(), other));
        }
        return zookeeper
                ? duration("zookeeper.session.timeout.ms", "kafka.zookeeper.session")
                : positive("broker.session.timeout.ms");
    }

    private Duration replicaLag(boolean zookeeper) {
        String name = "replica.lag.time.max.ms";
        return duration(name, zookeeper ? "kafka.zookeeper.replicaLagMax" : DEFAULTS + name);
    }

    private int recoveryThreads(boolean zookeeper) {
        String name = "num.recovery.threads.per.data.dir";
        return threads(name, zookeeper ? "kafka.zookeeper.recoveryThreads" : DEFAULTS + name);
    }

    private int threads(String name, String fallback) {
        Optional<Yaml.Scalar> given = given(name);
        if (given.isPresent() && given.get().text().matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(given.get().text());
        }
        given.ifPresent(scalar -> site.error(path(name), "'%s' is not a number of threads".formatted(scalar.text())));
        return ledger.count(fallback);
    }

    private DataSize size(String name) {
        Optional<DataSize> read =
                given(name).flatMap(scalar -> quantity(name, () -> DataSize.parse(withUnit(scalar, "B"))));
        if (read.isPresent() && read.get().bytes() == 0) {
            site.error(path(name), "'%s' must be more than 0".formatted(name));
            read = Optional.empty();
        }
        return read.orElseGet(() -> ledger.size(DEFAULTS + name));
    }

    private DataRate rate(String name) {
        return given(name)
                .flatMap(scalar -> quantity(name, () -> DataRate.parse(withUnit(scalar, "B/s"))))
                .orElseGet(() -> ledger.rate(DEFAULTS + name));
    }

    private boolean throttledReplicas() {
        boolean all = false;
        for (String name :
                new String[] {"follower.replication.throttled.replicas", "leader.replication.throttled.replicas"}) {
            Optional<Yaml.Scalar> given = given(name);
            if (given.isPresent() && given.get().text().equals("*")) {
                all = true;
            } else if (given.isPresent()
                    && !given.get().text().equals("none")
                    && !given.get().text().isEmpty()) {
                site.error(path(name), "a list of replicas is not built yet", "write \"*\" for all, or leave it out");
            }
        }
        return all;
    }

    private boolean flag(String name) {
        Optional<Yaml.Scalar> given = given(name);
        if (given.isPresent() && given.get().text().matches("true|false")) {
            return Boolean.parseBoolean(given.get().text());
        }
        given.ifPresent(scalar -> site.error(path(name), "'%s' is neither true nor false".formatted(scalar.text())));
        return ledger.flag(DEFAULTS + name);
    }

    private Duration positive(String name) {
        return duration(name, DEFAULTS + name);
    }

    private Duration duration(String name, String fallback) {
        String unit = name.endsWith(".seconds") ? "s" : "ms";
        Optional<Duration> read =
                given(name).flatMap(scalar -> quantity(name, () -> Durations.parse(withUnit(scalar, unit))));
        if (read.isPresent() && read.get().toMillis() == 0) {
            site.error(path(name), "'%s' must be more than 0".formatted(name));
            read = Optional.empty();
        }
        return read.orElseGet(() -> ledger.duration(fallback));
    }

    private static String withUnit(Yaml.Scalar scalar, String unit) {
        return scalar.text().matches("[0-9]+(\\.[0-9]+)?") ? scalar.text() + unit : scalar.text();
    }

    private <T> Optional<T> quantity(String name, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (QuantityException e) {
            site.error(path(name), "'%s': %s".formatted(name, e.getMessage()), e.help());
            return Optional.empty();
        }
    }

    private Optional<Yaml.Scalar> given(String name) {
        Yaml value = kafka.config().get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Yaml.Scalar scalar) {
            return Optional.of(scalar);
        }
        site.error(path(name), "'%s' must be a single value, found %s".formatted(name, value.kind()));
        return Optional.empty();
    }

    private static String path(String name) {
        return "spec.kafka.config." + name;
    }
}
