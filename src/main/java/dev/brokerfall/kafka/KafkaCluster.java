package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import dev.brokerfall.kafka.Broker.Stage;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster in simulated time. At 0 everything is up, in sync, led by the preferred replicas, and logs hold what retention keeps.
 *
 * <p>Verbs happen at the agenda's present. Whoever calls them decides what becomes of machines and volumes; the cluster decides what
 * becomes of leadership, in-sync sets and records, and tells its listener. Periodic loops cost nothing: a cluster that is left alone has
 * no events.
 */
public final class KafkaCluster implements Actor {

    /** The id of the first controller. */
    public static final int FIRST_CONTROLLER = 100;

    private final Agenda agenda;
    private final ClusterState cluster;
    private final CatchUp catchUp;
    private final Connections connections;
    private final Replication replication;
    private final PartitionController partitions;
    private final Sessions sessions;
    private final BrokerLife life;
    private final Controllers controllers;
    private final @Nullable Controllership controllership;
    private final List<Cohort> cohorts;

    private final Timer consumersBack;
    private Cause consumersAway = new Cause("consumerOutage", 0);
    private boolean metadataGone;

    /** Creates a cluster that tells {@code listener} what happens. */
    public KafkaCluster(Agenda agenda, Streams streams, KafkaConfig config, KafkaListener listener) {
        this(agenda, streams, config, listener, Grouping.BY_REPLICAS);
    }

    /**
     * As the other, with partitions grouped in another way, which changes nothing but the cost, unless a ZooKeeper controller elects one
     * partition after the other: a cohort then serves at the mean of its partitions' times, so that partition-time is the same, but the
     * last partition's wait is not seen.
     */
    @SuppressWarnings("this-escape") // the agenda's timers name their actor; none is due before the constructor returns
    KafkaCluster(Agenda agenda, Streams streams, KafkaConfig config, KafkaListener listener, Grouping grouping) {
        this.agenda = agenda;
        this.cluster = new ClusterState(agenda, streams, config, listener, this, grouping);
        this.catchUp = new CatchUp(cluster, this);
        this.consumersBack = agenda.timer(this, Event.CONSUMERS_BACK.kind(), 0);
        this.connections = new Connections(cluster);
        this.replication = new Replication(cluster, connections);
        this.partitions = new PartitionController(cluster, replication, streams, this);
        this.sessions = new Sessions(cluster, replication, partitions, streams);
        this.life = new BrokerLife(cluster, replication, partitions, sessions);
        boolean zookeeper = cluster.semantics.zookeeper();
        this.controllership = zookeeper ? new Controllership(cluster, sessions, streams, this) : null;
        this.controllers = zookeeper
                ? new Ensemble(cluster, streams, this, new EnsembleReign())
                : new Quorum(cluster, streams, this, new ControllerReign());
        this.cohorts = List.of(cluster.cohorts);
    }

    /** Starts the process of a stopped broker, which finds {@code data} in each of its log directories; all are online again. */
    public void startBroker(int broker, LogDirectory data, Cause cause) {
        life.start(broker(broker), data, cause);
        settle();
    }

    /** Asks a broker to stop (SIGTERM); {@link KafkaListener#brokerExited} follows. */
    public void stopBroker(int broker, Cause cause) {
        life.stop(broker(broker), cause);
        settle();
    }

    /** Ends a broker's process at once (SIGKILL), upon which its connections are closed. Nothing happens when it is not running. */
    public void killBroker(int broker, Cause cause) {
        life.kill(broker(broker), cause);
        connections.heard(broker(broker));
        settle();
    }

    /** Ends a broker's process with its machine, which closes no connection. Nothing happens when it is not running. */
    public void crashBroker(int broker, Cause cause) {
        Broker crashed = broker(broker);
        if (crashed.stage != Stage.DOWN) {
            life.kill(crashed, cause);
            connections.silent(crashed);
        }
        settle();
    }

    /** Tells that a stopped broker's log directories no longer hold what they did, before the broker is started again. */
    public void loseData(int broker, LogDirectory data, Cause cause) {
        life.loseData(broker(broker), broker(broker).directories.all(), data, cause);
        settle();
    }

    /** Tells that one log directory of a stopped broker no longer holds what it did, before the broker is started again. */
    public void loseData(int broker, int directory, LogDirectory data, Cause cause) {
        life.loseData(broker(broker), directory(directory), data, cause);
        settle();
    }

    /** Tells that a stopped broker's logs will be found shorter, each by {@code perPartition} or by all that it holds. */
    public void loseTail(int broker, DataSize perPartition, Cause cause) {
        life.loseTail(broker(broker), perPartition, cause);
        settle();
    }

    /** Stops a broker's process in its tracks (SIGSTOP, a VM frozen for maintenance). */
    public void freezeBroker(int broker, Cause cause) {
        Broker frozen = broker(broker);
        if (frozen.stage != Stage.DOWN && !frozen.frozen) {
            frozen.frozen = true;
            life.impaired(frozen, cause);
            connections.silent(frozen);
        }
        settle();
    }

    /** Lets a frozen broker go on. */
    public void thawBroker(int broker) {
        Broker thawed = broker(broker);
        boolean wasFrozen = thawed.frozen;
        life.thaw(thawed);
        heardPerhaps(thawed);
        if (wasFrozen && thawed.stage == Stage.DOWN && !thawed.unreachable) {
            // It had been about to exit, upon which its connections are closed.
            connections.heard(thawed);
        }
        settle();
    }

    /** Stalls a broker's disk: it heartbeats, but neither fetches nor serves. The stall outlasts a restart. */
    public void hangBroker(int broker, Cause cause) {
        broker(broker).hung = true;
        life.impaired(broker(broker), cause);
        settle();
    }

    /** Ends a stall. */
    public void unhangBroker(int broker) {
        broker(broker).hung = false;
        life.relieved(broker(broker));
        settle();
    }

    /** Cuts a broker off from controllers, clients and all other brokers. */
    public void partitionBroker(int broker, Cause cause) {
        Broker cut = broker(broker);
        cut.unreachable = true;
        life.impaired(cut, cause);
        if (cut.stage != Stage.DOWN) {
            connections.silent(cut);
        }
        settle();
    }

    /** Reconnects a broker. */
    public void healBroker(int broker) {
        broker(broker).unreachable = false;
        life.relieved(broker(broker));
        heardPerhaps(broker(broker));
        settle();
    }

    private void heardPerhaps(Broker broker) {
        if (broker.talks()) {
            connections.heard(broker);
        }
    }

    /** Fails all log directories of a broker, upon which it halts; {@link KafkaListener#brokerExited} follows. */
    public void failLogDirectories(int broker, Cause cause) {
        life.failDirectories(broker(broker), broker(broker).directories.all(), cause);
        settle();
    }

    /**
     * Fails one log directory of a broker until the broker is started again. It goes on with the others, but halts if the metadata log
     * lies in it (in the first, with KRaft) or it is the last.
     */
    public void failLogDirectory(int broker, int directory, Cause cause) {
        life.failDirectories(broker(broker), directory(directory), cause);
        settle();
    }

    /** Returns the set of one log directory. */
    private int directory(int number) {
        int count = cluster.config.logDirs().count();
        checkArgument(0 <= number && number < count, "there is no log directory %s", number);
        return 1 << number;
    }

    /** Sets a broker's bandwidth from now on, with full credits for what bursts. */
    public void limitBroker(int broker, BrokerLimits limits) {
        broker(broker).limits = limits;
        broker(broker).credits = new DiskCredits(limits, agenda.now());
        broker(broker).diskCarries = broker(broker).credits.capacity(agenda.now());
        catchUp.limitsChanged();
        settle();
    }

    /** Starts the process of a stopped controller. */
    public void startController(int controller, LogDirectory data, Cause cause) {
        controllers.start(controller, data, cause);
        settle();
    }

    /** Ends a controller's process at once. Nothing happens when it is not running. */
    public void killController(int controller, Cause cause) {
        controllers.kill(controller, cause);
        settle();
    }

    /** Asks a controller to stop; {@link KafkaListener#controllerExited} follows. */
    public void stopController(int controller, Cause cause) {
        controllers.stop(controller, cause);
        settle();
    }

    /** Freezes a controller, cuts it off or stalls its disk: all the same to the others, who hear no more of it. */
    public void silenceController(int controller, Cause cause) {
        controllers.silence(controller, cause);
        settle();
    }

    /** Lets a silenced controller go on. */
    public void hearController(int controller) {
        controllers.hear(controller);
        settle();
    }

    /** Has groups of consumers read nothing for a while, after which they read what they have missed. */
    public void stopConsumers(int groups, Duration lasting, Cause cause) {
        catchUp.stopConsumers(groups, cause);
        consumersAway = cause;
        long back = agenda.now() + lasting.toMillis();
        if (!consumersBack.isSet() || consumersBack.due() < back) {
            consumersBack.setAt(back);
        }
        settle();
    }

    /** Has an operator run {@code kafka-leader-elections --election-type UNCLEAN --all-topic-partitions}; without a controller it fails. */
    public void uncleanElection(Cause cause) {
        if (cluster.decides()) {
            cluster.operator = cause;
            partitions.electUncleanly();
            cluster.operator = null;
        }
        settle();
    }

    /**
     * Has an administrator run {@code kafka-topics --delete}; without a controller it fails. The topic's partitions are no part of the
     * cluster from now on, and nobody offers records to them. What it takes to delete their logs is the brokers' own business.
     *
     * @return the brokers that had a replica, in order
     */
    public List<Integer> deleteTopic(String topic) {
        BitSet concerned = new BitSet();
        if (cluster.decides()) {
            for (LiveCohort cohort : cluster.cohorts) {
                if (cohort.topic.name().equals(topic) && !cohort.deleted) {
                    cohort.replicas().forEach(concerned::set);
                    boolean reassigning = cohort.reassigning();
                    replication.delete(cohort);
                    if (reassigning) {
                        partitions.movedOne();
                    }
                }
            }
        }
        settle();
        return concerned.stream().boxed().toList();
    }

    /** Returns whether a reassignment can be ordered: a controller decides, and no other is under way. */
    public boolean mayReassign() {
        return cluster.decides() && cluster.reassignment == null;
    }

    /** Returns whether a reassignment is under way. */
    public boolean reassigning() {
        return cluster.reassignment != null;
    }

    /**
     * Has an operator run {@code kafka-reassign-partitions} for the {@code change}-th of {@link KafkaConfig#changes()}, all partitions at
     * once; {@link KafkaListener#reassignmentDone} follows. The new broker must have been started, and changes come in their order.
     *
     * @param throttle {@code --throttle}: at how many bytes a second replicas are copied from, and to, each broker; unlimited for none
     */
    public void reassign(int change, DataRate throttle, Cause cause) {
        checkState(mayReassign(), "no reassignment can be ordered now");
        Moves moves = Moves.NONE;
        for (LiveCohort cohort : cluster.cohorts) {
            if (!cohort.deleted) {
                cohort.settle();
                moves = moves.plus(cohort.moves(change));
            }
        }
        Reassignment ordered =
                new Reassignment(cluster.config.brokers() + change, moves, throttle, cause, agenda.now());
        // Cohorts that have their new replicas at once must not end it before it has begun.
        ordered.left = Integer.MAX_VALUE;
        cluster.reassignment = ordered;
        cluster.listener.reassignmentBegan(moves, throttle, cause);
        ordered.left = partitions.reassign(change);
        if (ordered.left == 0) {
            partitions.finish(ordered);
        }
        settle();
    }

    /** Returns whether Strimzi's {@code KafkaAvailability} would let this broker be restarted now. */
    public boolean mayRoll(int broker) {
        return new KafkaAvailability(cluster).canRoll(broker(broker));
    }

    /** Returns whether Strimzi's {@code KafkaQuorumCheck} would let this controller be restarted now. */
    public boolean mayRollController(int controller) {
        return new KafkaQuorumCheck(controllers).canRollController(controller);
    }

    /** Returns how many bytes of logs a broker has now. */
    public double held(int broker) {
        return logs(broker, LiveCohort::heldNow);
    }

    /** Returns how many bytes of logs a broker has when it keeps all that retention allows. */
    public double heldAtMost(int broker) {
        return logs(broker, (cohort, position) -> cohort.logs.heldAtMost());
    }

    private double logs(int id, ToDoubleBiFunction<LiveCohort, Integer> perPartition) {
        Broker broker = broker(id);
        double bytes = 0;
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            bytes += perPartition.applyAsDouble(cohort, broker.positions[i]) * cohort.partitions;
        }
        return bytes;
    }

    /** Returns how many bytes a millisecond a broker's logs may grow by: what its network and its disk take. */
    public double growthAtMost(int broker) {
        BrokerLimits limits = broker(broker).limits;
        double disk = Math.min(
                limits.diskWrite().bytesPerMillisecond(), broker(broker).credits.atMost());
        return Math.min(disk, limits.nicIn().bytesPerMillisecond());
    }

    /** Returns whether all replicas of all partitions are in sync. */
    public boolean isrFull() {
        return replication.isrFull();
    }

    /** Returns whether this broker is in the in-sync set of every partition it holds a replica of. */
    public boolean isrFullOf(int broker) {
        return broker(broker).inSync == broker(broker).replicas;
    }

    /** Returns whether the broker runs, is registered and unfenced: what Strimzi's readiness probe sees. */
    public boolean brokerReady(int broker) {
        Broker asked = broker(broker);
        return asked.stage == Stage.RUNNING && asked.heartbeats() && !asked.fenced;
    }

    /** Returns whether the process of a controller is up and listens: what Strimzi's readiness probe sees. */
    public boolean controllerReady(int controller) {
        return controllers.running(controller);
    }

    /** Returns whether a controller is the active one. */
    public boolean isActiveController(int controller) {
        return controllers.isActive(controller);
    }

    /** Returns whether a controller is active. */
    public boolean controllerActive() {
        return cluster.controllerActive;
    }

    /** Returns the cohorts, in a fixed order. */
    public List<Cohort> cohorts() {
        return cohorts;
    }

    /** Returns how often the life of this cluster has looked at a cohort to change it: what its cost is in proportion to. */
    long touches() {
        return cluster.touched.touches();
    }

    @Override
    public void handle(int kind, int target, long payload) {
        switch (Event.of(kind)) {
            case STARTED -> {
                life.started(broker(target));
                heardPerhaps(broker(target));
            }
            case LOADED -> life.loaded(broker(target));
            case EXIT -> life.exited(broker(target));
            case REGISTER -> sessions.register(broker(target));
            case ASSIGN_DIRECTORY -> sessions.assignDirectories(broker(target));
            case UNFENCE -> sessions.unfence(broker(target));
            case FENCE -> sessions.fence(broker(target));
            case LAG -> partitions.shrinkLagging(broker(target));
            case TELL -> life.untold(broker(target));
            case SERVE -> partitions.serve();
            case ELECT_PREFERRED -> partitions.electPreferred();
            case CAUGHT_UP -> caughtUp();
            case CREDITS_SPENT, RATE_CHANGED -> catchUp.limitsChanged();
            case CONSUMERS_BACK -> catchUp.resumeConsumers(consumersAway);
            case CONTROLLER_STARTED -> controllers.started(target);
            case VOTER_TIMEOUT, VOTER_MESSAGE, ENSEMBLE_LED -> controllers.handle(Event.of(kind), target, payload);
            case CONTROLLER_EXIT -> controllers.exited(target);
            case CONTROLLER_MOVED -> {
                if (controllership != null) {
                    controllership.moved();
                }
            }
        }
        settle();
    }

    /** Brings everything into line that follows from what has just happened. */
    private void settle() {
        if (controllership != null) {
            controllership.look();
        }
        catchUp.update();
    }

    private void caughtUp() {
        BitSet linked = catchUp.linkCaughtUp();
        for (int c = linked.nextSetBit(0); c >= 0; c = linked.nextSetBit(c + 1)) {
            LiveCohort cohort = cluster.cohorts[c];
            partitions.admit(cohort);
            // One more replica may have everything, in sync or not.
            cluster.listener.cohortChanged(cohort);
        }
    }

    /** Tells what brokers have fetched so far while out of in-sync sets, because nobody will look at this cluster any more. */
    public void finish() {
        for (Broker broker : cluster.brokers) {
            replication.reportFetched(broker);
        }
    }

    /** Takes all partitions out of service if the metadata has just been lost. */
    private void loseMetadataPerhaps() {
        if (cluster.metadataLost && !metadataGone) {
            metadataGone = true;
            replication.loseMetadata();
        }
    }

    /** With KRaft the leader of the voters is the active controller. */
    private final class ControllerReign implements Controllers.Reign {

        @Override
        public void ended() {
            cluster.controllerActive = false;
            sessions.deactivated();
        }

        @Override
        public void resumed() {
            cluster.controllerActive = true;
            sessions.resumed();
        }

        @Override
        public void began() {
            cluster.controllerActive = true;
            loseMetadataPerhaps();
            sessions.activated();
        }
    }

    /** With ZooKeeper a broker is the controller while the ensemble has a leader. */
    private final class EnsembleReign implements Controllers.Reign {

        @Override
        public void ended() {
            cluster.ensembleLed = false;
            if (controllership != null) {
                controllership.ensembleLost();
            }
        }

        @Override
        public void resumed() {
            began();
        }

        @Override
        public void began() {
            cluster.ensembleLed = true;
            loseMetadataPerhaps();
            if (controllership != null) {
                controllership.ensembleLed();
            }
        }
    }

    private Broker broker(int id) {
        checkArgument(0 <= id && id < cluster.brokers.length, "there is no broker %s", id);
        return cluster.brokers[id];
    }
}
