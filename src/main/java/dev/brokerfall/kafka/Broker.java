package dev.brokerfall.kafka;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Phase;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One broker: its process, and what the controller thinks of it.
 *
 * <pre>
 * stage       becomes      when
 * DOWN        STARTING     it is started
 * STARTING    RUNNING      the JVM is up: it asks to be registered, recovers its logs if the stop was unclean, then fetches
 * RUNNING     STOPPING     it is asked to stop
 * STOPPING    DOWN         the controller has consented and logs are flushed (clean), or the wait for that ran out
 * any         DOWN         it is killed (unclean)
 *
 * at the controller        becomes       when
 * registered, unfenced     fenced        no heartbeat for a session; or it may stop; or its next incarnation registers
 * fenced                   unfenced      a heartbeat of the registered incarnation arrives and its logs are loaded
 * </pre>
 */
final class Broker {

    enum Stage {
        DOWN,
        STARTING,
        RUNNING,
        STOPPING
    }

    private static final int NEVER_REGISTERED = -1;

    final int id;
    final Phase heartbeats;
    final Phase lagChecks;

    final Stream startupLuck;
    final Stream unfencingLuck;
    final Stream assignmentLuck;
    final Stream shutdownLuck;
    final Stream tailLuck;
    final Stream lagLuck;

    final Timer started;
    final Timer loaded;
    final Timer registering;
    final Timer assigning;
    final Timer unfencing;
    final Timer fencing;
    final Timer lagging;
    final Timer exiting;
    final Timer telling;

    Stage stage = Stage.RUNNING;
    boolean logsLoaded = true;
    boolean mayExit;
    boolean frozen;
    boolean hung;
    boolean unreachable;

    /** Whether it does not answer clients although nothing has closed their connections. */
    boolean mute;

    /** Whether events of the process came due while it was frozen. */
    boolean startDeferred;

    boolean loadDeferred;
    boolean exitDeferred;
    boolean tellDeferred;

    final LogDirectories directories;

    /** The directories that this incarnation did not find as a clean stop had left them. */
    int uncleanDirectories;

    int incarnation;
    long registrationOffset;

    int registeredIncarnation;
    boolean fenced;
    boolean shuttingDown;

    /** Whether heartbeats of the registered incarnation have stopped. */
    boolean silent;

    /** The last heartbeat the controller has had, while heartbeats do not come; else the instant from which they came. */
    long lastContact;

    boolean assignmentDue;

    /** Whether it serves and fetches as the incarnation that the controller knows. */
    boolean serving = true;

    /** Whether it fetches, registered or not. */
    boolean fetching = true;

    long stoppedServing;

    /** How many replicas it has, in cohorts; those that are being added to it or removed from it among them. */
    int replicas;

    /** The part of what is offered to the partitions it leads that gets through disks and networks. */
    double pace = 1;

    /** The same of what producers do not wait for until followers have it. */
    double hastyPace = 1;

    /** How many of its replicas are in sync, in cohorts. */
    int inSync;

    /** The cohorts of which it ever has a replica, its positions in them, and the log directories in which those lie. */
    int[] cohorts = new int[0];

    int[] positions = new int[0];
    int[] placed = new int[0];
    BrokerLimits limits = BrokerLimits.UNLIMITED;

    /** What its disk may carry beyond what it does for good. */
    DiskCredits credits = new DiskCredits(BrokerLimits.UNLIMITED, 0);

    /** What its disk carried of reads and writes together when bandwidth was last shared, in bytes a millisecond. */
    double diskCarries = Double.POSITIVE_INFINITY;

    /** What it reads on average to recover its logs while it loads them, in bytes a millisecond. */
    double recovers;

    @Nullable Cause cause;

    @Nullable Cause lastCause;

    Broker(int id, Agenda agenda, Actor owner, Streams streams, KafkaConfig config) {
        this.id = id;
        KafkaSettings settings = config.settings();
        this.directories = new LogDirectories(config.logDirs().count());
        Stream phases = streams.stream("kafka", "broker", id, "phases");
        this.heartbeats = Phase.drawn(settings.brokerHeartbeatInterval().toMillis(), phases.uniform());
        this.lagChecks = Phase.drawn(Math.max(1, settings.replicaLagTimeMax().toMillis() / 2), phases.uniform());
        this.startupLuck = streams.stream("kafka", "broker", id, "startup");
        this.unfencingLuck = streams.stream("kafka", "broker", id, "unfencing");
        this.assignmentLuck = streams.stream("kafka", "broker", id, "directoryAssignment");
        this.shutdownLuck = streams.stream("kafka", "broker", id, "controlledShutdown");
        this.tailLuck = streams.stream("kafka", "broker", id, "unflushedTail");
        this.lagLuck = streams.stream("kafka", "broker", id, "followerLag");
        this.started = agenda.timer(owner, Event.STARTED.kind(), id);
        this.loaded = agenda.timer(owner, Event.LOADED.kind(), id);
        this.registering = agenda.timer(owner, Event.REGISTER.kind(), id);
        this.assigning = agenda.timer(owner, Event.ASSIGN_DIRECTORY.kind(), id);
        this.unfencing = agenda.timer(owner, Event.UNFENCE.kind(), id);
        this.fencing = agenda.timer(owner, Event.FENCE.kind(), id);
        this.lagging = agenda.timer(owner, Event.LAG.kind(), id);
        this.exiting = agenda.timer(owner, Event.EXIT.kind(), id);
        this.telling = agenda.timer(owner, Event.TELL.kind(), id);
    }

    /** Makes of it a broker whose process has never run. */
    void neverRan() {
        stage = Stage.DOWN;
        logsLoaded = false;
        directories.stoppedCleanly();
        fenced = true;
        registeredIncarnation = NEVER_REGISTERED;
        silent = true;
        serving = false;
        fetching = false;
    }

    /** Returns the part of what is offered to a cohort that it leads which gets through. */
    double pace(LiveCohort cohort) {
        return cohort.topic.acks() == Acks.ALL ? pace : hastyPace;
    }

    /** Returns whether it has never been part of the cluster, so that nothing lies on it. */
    boolean isNew() {
        return registeredIncarnation == NEVER_REGISTERED;
    }

    /** Returns whether the controller knows this incarnation. */
    boolean registered() {
        return registeredIncarnation == incarnation;
    }

    /** Returns whether the process runs and can talk to the controller. */
    boolean talks() {
        return (stage == Stage.RUNNING || stage == Stage.STOPPING) && !frozen && !unreachable;
    }

    /** Returns whether the controller gets heartbeats. */
    boolean heartbeats() {
        return talks() && registered() && !mayExit;
    }

    boolean fetchesNow() {
        return talks() && !mayExit && !hung && logsLoaded;
    }

    /** Returns whether this incarnation found every log directory as a clean stop had left it. */
    boolean startedCleanly() {
        return uncleanDirectories == 0;
    }

    /** Returns whether it may lead: unfenced and not shutting down. */
    boolean active() {
        return !fenced && !shuttingDown;
    }

    /** Has no replica of a cohort any more, nor ever will. */
    void forget(int cohort) {
        int[] kept = IntStream.range(0, cohorts.length)
                .filter(i -> cohorts[i] != cohort)
                .toArray();
        cohorts = pick(cohorts, kept);
        positions = pick(positions, kept);
        placed = pick(placed, kept);
    }

    private static int[] pick(int[] values, int[] places) {
        return Arrays.stream(places).map(place -> values[place]).toArray();
    }

    void blame(Cause because) {
        Cause known = cause;
        cause = known == null ? because : known.earliest(because);
        lastCause = cause;
    }

    void cancelAll() {
        started.cancel();
        loaded.cancel();
        registering.cancel();
        assigning.cancel();
        unfencing.cancel();
        telling.cancel();
        startDeferred = false;
        loadDeferred = false;
        exitDeferred = false;
        tellDeferred = false;
        assignmentDue = false;
    }
}
