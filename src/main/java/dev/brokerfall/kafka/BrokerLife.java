package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkState;

import dev.brokerfall.kafka.Broker.Stage;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import java.time.Duration;
import java.util.Arrays;

/** The brokers' processes: what is done to them, and what they then do of themselves. The states are {@link Broker}'s. */
final class BrokerLife {

    private final ClusterState cluster;
    private final Agenda agenda;
    private final Replication replication;
    private final PartitionController partitions;
    private final Sessions sessions;
    private final KafkaTimings timings;
    private final KafkaSettings settings;

    BrokerLife(ClusterState cluster, Replication replication, PartitionController partitions, Sessions sessions) {
        this.cluster = cluster;
        this.agenda = cluster.agenda;
        this.replication = replication;
        this.partitions = partitions;
        this.sessions = sessions;
        this.timings = cluster.config.timings();
        this.settings = cluster.config.settings();
    }

    /** Starts a new incarnation. */
    void start(Broker broker, LogDirectory data, Cause cause) {
        checkState(broker.stage == Stage.DOWN, "broker %s is started, but it is %s", broker.id, broker.stage);
        broker.blame(cause);
        loseData(broker, broker.directories.all(), data, cause);
        broker.uncleanDirectories = broker.directories.start();
        broker.stage = Stage.STARTING;
        broker.incarnation++;
        broker.mayExit = false;
        broker.logsLoaded = false;
        broker.started.setAfter(timings.startup().drawMillis(broker.startupLuck));
    }

    /** Empties or shortens the logs in some log directories of a stopped broker. */
    void loseData(Broker broker, int directories, LogDirectory data, Cause cause) {
        checkState(broker.stage == Stage.DOWN, "broker %s is %s and loses no data", broker.id, broker.stage);
        if (data == LogDirectory.INTACT || broker.isNew()) {
            return;
        }
        broker.blame(cause);
        for (int set = directories; set != 0; set &= set - 1) {
            broker.directories.damaged(Integer.numberOfTrailingZeros(set));
            if (data == LogDirectory.EMPTY) {
                broker.directories.replaced(Integer.numberOfTrailingZeros(set));
                broker.credits.refill(agenda.now());
            }
        }
        replication.loseData(broker, directories, data);
    }

    /** Shortens the logs of a stopped broker, each by the same amount. */
    void loseTail(Broker broker, DataSize perPartition, Cause cause) {
        checkState(broker.stage == Stage.DOWN, "broker %s is %s and loses no data", broker.id, broker.stage);
        broker.blame(cause);
        for (int d = 0; d < broker.directories.count(); d++) {
            broker.directories.damaged(d);
        }
        replication.loseTail(broker, perPartition);
    }

    /** The JVM is up. */
    void started(Broker broker) {
        if (broker.frozen) {
            broker.startDeferred = true;
            return;
        }
        broker.stage = Stage.RUNNING;
        broker.registrationOffset = agenda.now();
        long loading = loadingMillis(broker);
        if (loading == 0) {
            broker.logsLoaded = true;
        } else {
            recover(broker, bytes(unchecked(broker)) / loading);
            broker.loaded.setAfter(loading);
        }
        if (broker.directories.unassigned() != 0 && cluster.semantics.directoryGate()) {
            broker.assigning.setAfter(timings.directoryAssignment().drawMillis(broker.assignmentLuck));
        }
        sessions.reachable(broker);
        replication.update(broker);
    }

    /**
     * Each log directory has threads of its own, which share its logs: each log is opened with all its segments, and where the directory
     * was not stopped cleanly its active segment is read in full, as fast as the disk allows, which all directories share
     * ({@code LogManager.scala}, {@code LogLoader.java}). Until then the broker neither serves nor fetches, so that recovery has the disk
     * to itself, with the credits that it has ({@code BrokerServer.scala}: logs are loaded before fetchers start).
     */
    private long loadingMillis(Broker broker) {
        LogLoading loading = timings.logLoading();
        double segment = settings.logSegmentBytes().bytes();
        double[] logs = new double[broker.directories.count()];
        double[] segments = new double[broker.directories.count()];
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            double size = cohort.logs.held(broker.positions[i]);
            if (size >= ReplicaLogs.SAME) {
                logs[broker.placed[i]] += cohort.partitions;
                segments[broker.placed[i]] += Math.ceil(size / segment) * cohort.partitions;
            }
        }
        double[] unchecked = unchecked(broker);
        int threads = settings.numRecoveryThreadsPerDataDir();
        double rate = loading.recoveryRate().bytesPerMillisecond() * threads;
        double disk = broker.limits.diskRead().bytesPerMillisecond();
        double slowest = 0;
        double longestOpening = 0;
        for (int d = 0; d < logs.length; d++) {
            double opening =
                    (logs[d] * millis(loading.perLog()) + segments[d] * millis(loading.perSegment())) / threads;
            longestOpening = Math.max(longestOpening, opening);
            slowest = Math.max(slowest, opening + unchecked[d] / rate);
        }
        return Millis.ceil(
                Math.max(slowest, longestOpening + broker.credits.millisToRead(bytes(unchecked), disk, agenda.now())));
    }

    /** Returns the bytes that a broker reads anew of each directory that was not stopped cleanly. */
    private double[] unchecked(Broker broker) {
        double atMost =
                settings.logSegmentBytes().bytes() * timings.logLoading().activeShare();
        double[] unchecked = new double[broker.directories.count()];
        for (int i = 0; i < broker.cohorts.length; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            double size = cohort.logs.held(broker.positions[i]);
            int directory = broker.placed[i];
            if (size >= ReplicaLogs.SAME && (broker.uncleanDirectories >> directory & 1) != 0) {
                unchecked[directory] += Math.min(size, atMost) * cohort.partitions;
            }
        }
        return unchecked;
    }

    private static double bytes(double[] directories) {
        return Arrays.stream(directories).sum();
    }

    /** Has a broker's disk read so much, which takes of its credits though nothing of other traffic changes by it. */
    private void recover(Broker broker, double rate) {
        broker.recovers = rate;
        broker.credits.use(rate, agenda.now());
    }

    private static double millis(Duration duration) {
        return Durations.seconds(duration) * 1000;
    }

    /** Logs are open. */
    void loaded(Broker broker) {
        if (broker.frozen) {
            broker.loadDeferred = true;
            return;
        }
        broker.logsLoaded = true;
        recover(broker, 0);
        replication.update(broker);
        sessions.loaded(broker);
    }

    /** Asks the process to stop. */
    void stop(Broker broker, Cause cause) {
        if (broker.stage == Stage.DOWN) {
            broker.exiting.setAfter(0);
            return;
        }
        if (broker.stage == Stage.STOPPING) {
            return;
        }
        broker.blame(cause);
        if (broker.stage == Stage.STARTING) {
            kill(broker, cause);
            broker.exiting.setAfter(0);
            return;
        }
        broker.stage = Stage.STOPPING;
        broker.exiting.setAfter(settings.controlledShutdownTimeout().toMillis());
        sessions.shutDown(broker);
    }

    /** The process ends by itself. */
    void exited(Broker broker) {
        if (broker.frozen) {
            broker.exitDeferred = true;
            return;
        }
        if (broker.stage == Stage.STOPPING) {
            boolean clean = broker.registered() && broker.logsLoaded;
            sessions.silent(broker);
            end(broker);
            if (clean) {
                broker.directories.stoppedCleanly();
            }
        }
        cluster.listener.brokerExited(broker.id);
    }

    /** An I/O error takes log directories offline. The broker halts if it cannot do without them. */
    void failDirectories(Broker broker, int directories, Cause cause) {
        int failing = directories & ~broker.directories.offline();
        if (broker.stage == Stage.DOWN || failing == 0) {
            return;
        }
        for (int set = failing; set != 0; set &= set - 1) {
            broker.directories.fail(Integer.numberOfTrailingZeros(set), agenda.now());
        }
        boolean metadata = cluster.semantics.directoryGate() && !broker.directories.isOnline(LogDirectories.METADATA);
        if (metadata || broker.directories.offline() == broker.directories.all()) {
            for (int set = failing; set != 0; set &= set - 1) {
                cluster.listener.logDirectoryFailed(broker.id, Integer.numberOfTrailingZeros(set), cause);
            }
            cluster.listener.brokerLeaving(broker.id, cause);
            kill(broker, cause);
            broker.exiting.setAfter(0);
            return;
        }
        broker.blame(cause);
        for (int set = failing; set != 0; set &= set - 1) {
            replication.directoryFailed(broker, Integer.numberOfTrailingZeros(set));
        }
        sessions.tellOffline(broker);
        replication.refresh(broker, failing);
        awaitTelling(broker);
    }

    private void awaitTelling(Broker broker) {
        if (broker.directories.untold() != 0) {
            long timeout = cluster.config.logDirs().failureTimeout().toMillis();
            broker.telling.setAt(broker.directories.firstFailure() + timeout);
        }
    }

    /** The controller has not heard in time that a log directory is offline. */
    void untold(Broker broker) {
        if (broker.frozen) {
            broker.tellDeferred = true;
            return;
        }
        if (broker.directories.untold() != 0) {
            Cause cause = cluster.causeOf(broker);
            cluster.listener.brokerLeaving(broker.id, cause);
            stop(broker, cause);
        }
    }

    /** Ends the process at once. */
    void kill(Broker broker, Cause cause) {
        if (broker.stage == Stage.DOWN) {
            return;
        }
        broker.blame(cause);
        if (broker.stage != Stage.STARTING) {
            sessions.silent(broker);
        }
        broker.exiting.cancel();
        end(broker);
    }

    private void end(Broker broker) {
        broker.stage = Stage.DOWN;
        broker.frozen = false;
        broker.cancelAll();
        if (broker.recovers > 0) {
            recover(broker, 0);
        }
        replication.update(broker);
        replication.reportFetched(broker);
        awaitLag(broker);
    }

    /** Notes that a broker has been frozen, hung or cut off. */
    void impaired(Broker broker, Cause cause) {
        broker.blame(cause);
        if (broker.stage == Stage.DOWN) {
            return;
        }
        if (!broker.talks()) {
            sessions.silent(broker);
        }
        replication.update(broker);
        awaitLag(broker);
    }

    /** A follower that stops fetching leaves the in-sync sets by its leaders' checks, unless it is fenced first. */
    private void awaitLag(Broker broker) {
        long lagMax = settings.replicaLagTimeMax().toMillis();
        boolean fencedFirst = broker.fencing.isSet() && broker.fencing.due() <= broker.stoppedServing + lagMax;
        if (!fencedFirst && !broker.serving) {
            partitions.shrinkLagging(broker);
        }
    }

    /** Lets a frozen process go on, with whatever came due meanwhile. */
    void thaw(Broker broker) {
        if (!broker.frozen) {
            return;
        }
        broker.frozen = false;
        if (broker.startDeferred) {
            broker.startDeferred = false;
            started(broker);
        }
        if (broker.loadDeferred) {
            broker.loadDeferred = false;
            loaded(broker);
        }
        if (broker.exitDeferred) {
            broker.exitDeferred = false;
            exited(broker);
        }
        if (broker.tellDeferred) {
            broker.tellDeferred = false;
            sessions.tellOffline(broker);
            untold(broker);
        }
        relieved(broker);
    }

    /** Notes that a broker may fetch, serve or talk again. */
    void relieved(Broker broker) {
        if (broker.stage == Stage.STOPPING) {
            sessions.shutDown(broker);
        }
        replication.update(broker);
        sessions.reachable(broker);
        if (broker.serving) {
            broker.lagging.cancel();
            partitions.shrinkLagging(broker);
            partitions.admit(broker);
            replication.recoveredPerhaps(broker);
        }
    }
}
