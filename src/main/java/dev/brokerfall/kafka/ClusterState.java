package dev.brokerfall.kafka;

import dev.brokerfall.kafka.controller.PartitionState;
import dev.brokerfall.kafka.placement.ReplicaPlacer;
import dev.brokerfall.kafka.placement.UsableBroker;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.DataSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the parts of a cluster share: its brokers, its cohorts, whether it has a controller, and who listens. */
final class ClusterState {

    final Agenda agenda;
    final KafkaConfig config;
    final Semantics semantics;
    final KafkaListener listener;
    final Broker[] brokers;
    final LiveCohort[] cohorts;
    final Loads loads;
    final RatePattern pattern;
    final Touched touched = new Touched();
    final Irregular irregular = new Irregular();

    boolean controllerActive = true;
    boolean metadataLost;

    /** Whether a ZooKeeper ensemble has a leader, so that what is in it can be changed. */
    boolean ensembleLed = true;

    /** Why controllers are missing; absent while a controller is active. */
    @Nullable Cause controllersDown;

    /** The reassignment under way; absent while there is none. */
    @Nullable Reassignment reassignment;

    /** Why an operator has just ordered something; absent otherwise. */
    @Nullable Cause operator;

    ClusterState(
            Agenda agenda,
            Streams streams,
            KafkaConfig config,
            KafkaListener listener,
            Actor owner,
            Grouping grouping) {
        this.agenda = agenda;
        this.config = config;
        this.semantics = config.semantics();
        this.loads = new Loads(config);
        this.pattern = config.workload().pattern();
        this.listener = listener;
        this.brokers = new Broker[config.allBrokers()];
        for (int b = 0; b < brokers.length; b++) {
            brokers[b] = new Broker(b, agenda, owner, streams, config);
            if (b >= config.brokers()) {
                brokers[b].neverRan();
            }
        }
        this.cohorts = place(streams, grouping);
        index();
    }

    /** Places all topics and makes cohorts of their partitions. */
    private LiveCohort[] place(Streams streams, Grouping grouping) {
        List<String> racks = config.racks().isEmpty() ? Collections.nCopies(brokers.length, "") : config.racks();
        List<UsableBroker> usable = IntStream.range(0, config.brokers())
                .mapToObj(b -> new UsableBroker(b, racks.get(b), false))
                .toList();
        List<Journey> placed = new ArrayList<>();
        DirectoryPlacer directories =
                new DirectoryPlacer(brokers.length, config.logDirs().count());
        for (int t = 0; t < config.topics().size(); t++) {
            int number = t;
            TopicConfig topic = config.topics().get(t);
            ReplicaPlacer placer =
                    semantics.placement().placer(usable, streams.stream("kafka", "topic", topic.name(), "placement"));
            Map<Placed, Integer> counts = new LinkedHashMap<>();
            for (int p = 0; p < topic.partitions(); p++) {
                List<Integer> replicas = placer.next(topic.replicationFactor());
                counts.merge(new Placed(replicas, directories.next(replicas)), 1, Integer::sum);
            }
            counts.forEach(
                    (its, count) -> placed.add(new Journey(number, List.of(its.replicas()), its.directories(), count)));
        }
        List<LiveCohort> result = new ArrayList<>();
        List<Journey> journeys = Journey.plan(placed, racks, config.brokers(), config.changes());
        for (Journey journey : directories.place(journeys)) {
            for (int size : grouping.split(journey.partitions())) {
                result.add(cohort(result.size(), journey, size, racks));
            }
        }
        return result.toArray(LiveCohort[]::new);
    }

    /** What partitions of one topic must share to behave alike at the start. */
    private record Placed(List<Integer> replicas, List<Integer> directories) {}

    private LiveCohort cohort(int index, Journey journey, int count, List<String> racks) {
        TopicConfig topic = config.topics().get(journey.topic());
        int replicas = journey.lists().get(0).size();
        Workload workload = config.workload();
        int load = loads.of(journey.topic());
        double offered = loads.offered()[load];
        Retention retained = retained(topic, offered);
        Retention kept = retained.atMost(local(topic));
        int[] rack = journey.brokers().stream()
                .mapToInt(b -> racks.indexOf(racks.get(b)))
                .toArray();
        PartitionState state =
                new PartitionState(replicas, topic.minInsyncReplicas(), semantics.eligibleLeaderReplicas());
        double initial = initial(topic, retained);
        double later = workload.recordSize().bytes();
        double first = workload.preload()
                .map(preload -> (double) preload.recordSize().bytes())
                .orElse(later);
        ReplicaLogs logs = new ReplicaLogs(index, load, count, replicas, rack, initial, kept);
        RecordSizes records = new RecordSizes(initial, first, later);
        return new LiveCohort(
                agenda,
                touched,
                index,
                topic,
                journey,
                count,
                state,
                logs,
                load,
                offered,
                pattern,
                retained,
                initial,
                records,
                semantics.highWatermarkNeedsMinIsr());
    }

    private Retention retained(TopicConfig topic, double offered) {
        return topic.load()
                .map(load -> Retention.of(load, topic.partitions(), offered, pattern, agenda))
                .orElseGet(() -> Retention.ofSize(config.workload().retained().bytes() * share()));
    }

    private double local(TopicConfig topic) {
        return topic.load()
                .map(load -> Retention.perPartition(load.localAtMost(), topic.partitions()))
                .orElseGet(() ->
                        config.workload().localRetained().map(DataSize::bytes).orElse(Long.MAX_VALUE) * share());
    }

    /** Returns what lies in a partition's log at the beginning; of what a young cluster has, each topic has its part. */
    private double initial(TopicConfig topic, Retention retained) {
        Workload workload = config.workload();
        if (topic.load().isEmpty()) {
            return workload.initial().bytes() * share();
        }
        return workload.preload()
                .map(young -> retained.bytes()
                        * young.size().bytes()
                        / workload.retained().bytes())
                .orElse(retained.bytes());
    }

    /** Returns one partition's part of what is spread evenly over all. */
    private double share() {
        return 1.0 / config.partitions();
    }

    private void index() {
        int[] replicas = new int[brokers.length];
        for (LiveCohort cohort : cohorts) {
            for (int broker : cohort.brokers) {
                replicas[broker]++;
            }
        }
        for (Broker broker : brokers) {
            broker.cohorts = new int[replicas[broker.id]];
            broker.positions = new int[replicas[broker.id]];
            broker.placed = new int[replicas[broker.id]];
        }
        for (LiveCohort cohort : cohorts) {
            for (int p = 0; p < cohort.brokers.length; p++) {
                Broker broker = brokers[cohort.brokers[p]];
                int place = broker.cohorts.length - replicas[broker.id]--;
                broker.cohorts[place] = cohort.index;
                broker.positions[place] = p;
                broker.placed[place] = cohort.directories[p];
                if ((cohort.state.all() >> p & 1) != 0) {
                    broker.replicas++;
                    broker.inSync++;
                }
            }
        }
    }

    /** Returns whether a controller can decide about partitions: one is active, and they are still known. */
    boolean decides() {
        return controllerActive && !metadataLost;
    }

    /**
     * Returns whether a leader can have its in-sync set changed. With ZooKeeper it writes the set into the ensemble itself and needs no
     * controller for it ({@code Partition.scala} of Apache Kafka 2.4: {@code stateStore.shrinkIsr} and {@code expandIsr}).
     */
    boolean recordsInSyncSets() {
        return semantics.leadersWriteIsr() ? ensembleLed && !metadataLost : decides();
    }

    /**
     * Returns why {@code cohort} cannot be written or read: the earliest cause among what stands in its way. In-sync replicas that do not
     * serve do; the others only while too few are in sync.
     */
    Cause cause(LiveCohort cohort) {
        Cause best = earliest(operator, cohort.moving ? cohort.movedBy : null);
        int inTheWay = cohort.isr() & ~cohort.serving;
        if (cohort.leader() == PartitionState.NONE || cohort.underMinIsr()) {
            inTheWay |= cohort.state.all()
                    & ~cohort.isr()
                    & ~cohort.state.assignment().adding();
        }
        for (int set = inTheWay; set != 0; set &= set - 1) {
            best = earliest(best, brokers[cohort.brokers[Integer.numberOfTrailingZeros(set)]].cause);
        }
        if (!controllerActive || metadataLost) {
            best = earliest(best, controllersDown);
        }
        return best == null ? causeOfAny(cohort) : best;
    }

    /** Returns the earliest unrecovered cause among all brokers with a replica of {@code cohort}: why records of it are lost. */
    Cause causeOfAny(LiveCohort cohort) {
        Cause best = operator;
        for (int broker : cohort.replicas()) {
            best = earliest(best, brokers[broker].cause);
        }
        for (int broker : cohort.replicas()) {
            best = best == null ? brokers[broker].lastCause : best;
        }
        return best == null ? new Cause("leaderElection", agenda.now()) : best;
    }

    /** Returns what has last befallen a broker. */
    Cause causeOf(Broker broker) {
        Cause cause = broker.lastCause;
        return cause == null ? new Cause("unknown", agenda.now()) : cause;
    }

    /** Returns why the leadership of {@code cohort} moved: what befell its old leader, or, if nothing did, what once befell the new. */
    Cause causeOfMove(LiveCohort cohort, int oldLeader) {
        if (oldLeader != PartitionState.NONE && (cohort.state.all() >> oldLeader & 1) == 0 && reassignment != null) {
            return reassignment.cause;
        }
        Cause old = oldLeader == PartitionState.NONE ? null : brokers[cohort.brokers[oldLeader]].cause;
        Cause cause = old == null ? brokers[cohort.leader()].lastCause : old;
        return cause == null ? causeOfAny(cohort) : cause;
    }

    private static @Nullable Cause earliest(@Nullable Cause one, @Nullable Cause other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.earliest(other);
    }
}
