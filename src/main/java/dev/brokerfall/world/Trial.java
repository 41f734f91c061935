package dev.brokerfall.world;

import dev.brokerfall.cluster.IdleWorkload;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.fault.BackgroundFaults;
import dev.brokerfall.fault.FaultListener;
import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.fault.Script;
import dev.brokerfall.fault.Stage;
import dev.brokerfall.hosts.HostsListener;
import dev.brokerfall.kafka.KafkaCluster;
import dev.brokerfall.kafka.KafkaConfig;
import dev.brokerfall.kafka.KafkaListener;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.KubernetesListener;
import dev.brokerfall.metric.TrialMetrics;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.random.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One simulated life of one cluster.
 *
 * <p>The same configuration, seed and trial number give the same events to the last millisecond, on any machine, alone or among
 * others.
 */
public final class Trial {

    private static final Set<String> ROUNDS = Set.of("nodePoolUpgrade", "rollingUpdate", "addBroker", "replaceBroker");

    /** No cluster lives through so many events: beyond it a trial is taken for an endless loop and fails. */
    private static final long CEILING = 50_000_000;

    private final TrialConfig config;
    private final Agenda agenda = new Agenda();
    private final Streams streams;
    private final Optional<Journal> journal;
    private final Optional<Chains> chains;

    private Trial(TrialConfig config, long seed, long trial, boolean journaled) {
        this.config = config;
        this.streams = new Streams(seed, trial);
        this.journal = journaled ? Optional.of(new Journal(agenda)) : Optional.empty();
        this.chains = Optional.empty();
    }

    private Trial(TrialConfig config, long seed, long trial, RareTarget target, Optional<Fork> fork) {
        this.config = config;
        this.streams = new Streams(seed, trial);
        this.journal = Optional.empty();
        this.chains = Optional.of(new Chains(agenda, streams, target, fork));
    }

    /** Plays a trial to its horizon. */
    public static TrialResult play(TrialConfig config, long seed, long trial) {
        return new Trial(config, seed, trial, false).run();
    }

    /** Plays a trial to its horizon and returns everything that happened. */
    public static List<JournalEntry> journal(TrialConfig config, long seed, long trial) {
        Trial played = new Trial(config, seed, trial, true);
        played.run();
        return played.journal.map(Journal::entries).orElseGet(List::of);
    }

    /** Plays a trial to its horizon, or until {@code target} happens once, and says where a chain of faults is worth beginning. */
    public static Exposure exposure(TrialConfig config, long seed, long trial, RareTarget target) {
        Trial played = new Trial(config, seed, trial, target, Optional.empty());
        played.run();
        return played.chains.orElseThrow().exposure(config.horizon().toMillis());
    }

    /** Plays a trial to {@code fork} as it goes of itself, and from there a chain of faults that is drawn otherwise. */
    public static Excursion excursion(TrialConfig config, long seed, long trial, RareTarget target, Fork fork) {
        Trial played = new Trial(config, seed, trial, target, Optional.of(fork));
        played.run();
        return played.chains.orElseThrow().excursion(config.horizon().toMillis());
    }

    private TrialResult run() {
        return config.kafka().map(this::withKafka).orElseGet(this::withoutKafka);
    }

    private TrialResult withKafka(KafkaConfig kafkaConfig) {
        TrialMetrics metrics = new TrialMetrics(agenda, config.client());
        metrics.splitAt((long) (TrialResult.EARLY * config.horizon().toMillis()));
        KafkaProcesses processes = new KafkaProcesses(
                agenda,
                streams,
                kafkaConfig.allBrokers(),
                kafkaConfig.changes(),
                kafkaConfig.controllers().count(),
                config.combined(),
                config.platform() instanceof PlatformConfig.Bare
                        ? Optional.empty()
                        : Optional.of(config.processRestart()),
                config.waitForFullIsr());
        KafkaListener facts = journal.<KafkaListener>map(writer -> writer)
                .or(() -> chains)
                .map(third -> new KafkaBroadcast(metrics, processes, third))
                .orElseGet(() -> new KafkaBroadcast(metrics, processes));
        PlatformFacts platformFacts = new PlatformFacts(kafkaConfig.allBrokers(), metrics, processes);
        Below below = below(processes, processes, platformFacts, platformFacts);
        KafkaCluster kafka = new KafkaCluster(agenda, streams, racked(kafkaConfig, below), facts);
        metrics.watch(kafka.cohorts());
        for (int broker = 0; broker < kafkaConfig.allBrokers(); broker++) {
            kafka.limitBroker(broker, config.limits(broker));
        }
        KafkaRecovery recovery = new KafkaRecovery(kafka, processes, platformFacts);
        BackgroundFaults background = background(below.stage());
        Script script = new Script(agenda, config.timeline(), below.stage(), recovery, faultFacts());
        chains.ifPresent(its -> its.connect(kafka.cohorts(), background, processes, recovery::isrFull));
        processes.connect(kafka, below.platform(), () -> {
            script.somethingChanged();
            chains.ifPresent(Chains::changed);
        });
        agenda.runUntil(config.horizon().toMillis(), CEILING);
        kafka.finish();
        return metrics.finish();
    }

    /** A broker's rack is the zone its platform has put it in; one that runs nowhere yet keeps the rack it was meant for. */
    private static KafkaConfig racked(KafkaConfig kafka, Below below) {
        if (kafka.racks().isEmpty()) {
            return kafka;
        }
        List<String> racks = new ArrayList<>();
        for (int broker = 0; broker < kafka.allBrokers(); broker++) {
            racks.add(below.zoneOf().apply(broker).orElse(kafka.racks().get(broker)));
        }
        return kafka.inRacks(racks);
    }

    private TrialResult withoutKafka() {
        IdleWorkload idle = new IdleWorkload();
        Below below = below(idle, new NoProcesses(), new KubernetesListener() {}, new HostsListener() {});
        idle.onExit(below.platform()::exited);
        background(below.stage());
        new Script(agenda, config.timeline(), below.stage(), new NothingToRecover(), faultFacts());
        agenda.runUntil(config.horizon().toMillis(), CEILING);
        return TrialResult.empty(agenda.handled());
    }

    private Below below(
            Workload workload, ProcessStage processes, KubernetesListener kubernetesFacts, HostsListener hostsFacts) {
        return Below.start(
                agenda,
                streams,
                config,
                workload,
                processes,
                journal.<KubernetesListener>map(writer -> new KubernetesBroadcast(kubernetesFacts, writer))
                        .orElse(kubernetesFacts),
                journal.<HostsListener>map(writer -> new HostsBroadcast(hostsFacts, writer))
                        .orElse(hostsFacts));
    }

    private BackgroundFaults background(Stage stage) {
        return new BackgroundFaults(agenda, streams, config.faults(), config.topology(), stage, faultFacts());
    }

    private FaultListener faultFacts() {
        return journal.<FaultListener>map(writer -> writer).orElseGet(() -> new FaultListener() {});
    }

    /** How far Kafka has come after a fault. */
    private record KafkaRecovery(KafkaCluster kafka, KafkaProcesses processes, PlatformFacts facts)
            implements Script.Recovery {

        @Override
        public boolean isrFull() {
            return processes.allReady() && kafka.isrFull();
        }

        @Override
        public boolean registered(List<Integer> brokers) {
            return brokers.isEmpty() ? processes.allReady() : brokers.stream().allMatch(kafka::brokerReady);
        }

        @Override
        public boolean complete(Cause cause) {
            return facts.isComplete(cause) || processes.isComplete(cause) || (!isRound(cause) && processes.allReady());
        }

        /** Operations of many steps end when whoever plays them says so, not whenever everything happens to be up in between. */
        private static boolean isRound(Cause cause) {
            return ROUNDS.contains(cause.event());
        }
    }

    /** A platform that is played alone has nothing to recover. */
    private record NothingToRecover() implements Script.Recovery {

        @Override
        public boolean isrFull() {
            return true;
        }

        @Override
        public boolean registered(List<Integer> brokers) {
            return true;
        }

        @Override
        public boolean complete(Cause cause) {
            return true;
        }
    }
}
