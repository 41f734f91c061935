package dev.brokerfall.world;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.kafka.BrokerChange;
import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kafka.KafkaCluster;
import dev.brokerfall.kafka.KafkaListener;
import dev.brokerfall.kafka.LogDirectory;
import dev.brokerfall.kafka.Moves;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The seam between a platform and Kafka: processes 0 … brokers - 1 are the brokers, those after them the controllers.
 *
 * <p>A process runs when the platform has it running ({@code placed}) and no fault keeps it down ({@code held}). Faults that
 * strike the process itself are played here, so that they mean the same on every platform. Whether a controller stands still, hangs
 * or cannot be reached is all the same to its peers: they hear no more of it until it is back.
 *
 * <p>With combined roles the first brokers and the controllers share processes in pairs ({@code process.roles=broker,controller}): a
 * pair starts, stands still and dies as one, on one volume; the platform knows it by the number of its broker. Asked to stop, the
 * broker leaves before the controller does, which it needs for its own leave ({@code KafkaRaftServer.scala}, shutdown).
 */
final class KafkaProcesses implements Workload, ProcessStage, KafkaListener, Actor, BrokerChanges.Processes {

    private enum Kind {
        CHANGED,
        RENAME,
        EXITED,
        RESTART,
        RESUME,
        BEGIN
    }

    private static final Kind[] KINDS = Kind.values();

    /** How the platform hears back from its processes. */
    interface Platform {

        /** A process that was asked to stop has exited. */
        void exited(int process);

        /** Readiness or in-sync sets have changed. */
        void workloadChanged();

        /** A process that has never run shall run from now on. */
        void launch(int process, Cause cause);

        /** A process shall stop in good order and not come back; {@link #exited} follows. */
        void retire(int process, Cause cause);
    }

    private static final class ProcessState {
        /** Whether it belongs to the cluster now: a broker may join later, or have left. */
        boolean expected = true;

        boolean placed;
        boolean running;
        boolean leaving;
        boolean held;

        /** Whether it ends by itself, and the process with it. */
        boolean halting;

        /** Whether it died and has not been started since. */
        boolean dead;

        /** How probable it is, at each attempt, that it cannot rename what it is to delete; 0 when there is nothing to rename. */
        double renameRefused;

        boolean wipeOnExit;
        int holds;

        /** How often it died in a row before the last time, and when that was. */
        int deaths;

        long died;
        int freezes;

        /** How many of the freezes are signals (SIGSTOP) to the process, which end with it. */
        int signals;

        /** How many processes have ended here. */
        int ended;

        int hangs;
        int partitions;
        DataState found = DataState.INTACT;
        Cause cause = new Cause("", 0);

        /** The process has ended, and what stops the next is not what stopped this one. */
        void end() {
            running = false;
            freezes -= signals;
            signals = 0;
            ended++;
        }

        boolean stalled() {
            return freezes > 0 || hangs > 0 || partitions > 0;
        }
    }

    private final Agenda agenda;
    private final int brokers;

    /** How many processes are broker and controller at once, the first ones. */
    private final int combined;

    private final ProcessState[] processes;
    private final Optional<RestartBackOff> restart;
    private final boolean waitForFullIsr;
    private final Stream luck;
    private final Stream renames;
    private final Timer changed;
    private final BrokerChanges changes;

    @SuppressWarnings("NullAway.Init") // set by connect
    private KafkaCluster kafka;

    @SuppressWarnings("NullAway.Init")
    private Platform platform;

    private Runnable onChange = () -> {};
    private boolean connected;

    /**
     * Creates the processes, all running but the brokers that are to come.
     *
     * @param brokers how many brokers there ever are
     * @param planned those of them that are to come, the last ones
     * @param combined whether each controller shares the process of a broker
     * @param restart how long the platform waits before it restarts a process that died in place; empty when it never does
     */
    KafkaProcesses(
            Agenda agenda,
            Streams streams,
            int brokers,
            List<BrokerChange> planned,
            int controllers,
            boolean combined,
            Optional<RestartBackOff> restart,
            boolean waitForFullIsr) {
        this.agenda = agenda;
        this.brokers = brokers;
        this.combined = combined ? controllers : 0;
        this.restart = restart;
        this.waitForFullIsr = waitForFullIsr;
        this.luck = streams.stream("process", "restart");
        this.renames = streams.stream("process", "rename");
        this.changed = agenda.timer(this, Kind.CHANGED.ordinal(), 0);
        this.processes = new ProcessState[brokers + controllers];
        for (int number = 0; number < processes.length; number++) {
            processes[number] = new ProcessState();
            boolean runs = number < brokers - planned.size() || number >= brokers;
            processes[number].expected = runs;
            processes[number].placed = runs;
            processes[number].running = runs;
        }
        this.changes = new BrokerChanges(brokers - planned.size(), planned, this);
    }

    /**
     * Connects both sides. Before, a platform may have found no place for a process: it does not run from the beginning.
     */
    void connect(KafkaCluster cluster, Platform below, Runnable whoWantsToKnow) {
        kafka = cluster;
        for (int number = 0; number < processes.length; number++) {
            if (!processes[number].placed) {
                kill(number, processes[number].cause);
            }
        }
        platform = below;
        onChange = whoWantsToKnow;
        connected = true;
    }

    /** Returns whether the broker that {@code cause} ordered has joined, and the one that it replaces has left. */
    boolean isComplete(Cause cause) {
        return changes.isComplete(cause);
    }

    /** Returns whether every process runs that shall, and every such broker is registered and unfenced. */
    boolean allReady() {
        for (int number = 0; number < processes.length; number++) {
            if (processes[number].expected && !ready(number)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether a process died and has not been started since: what it finds then may be less than it had, and after such an end
     * no eligible leader replica stays one.
     */
    boolean dead(int process) {
        return processes[process].dead;
    }

    /** The data of a process that does not run is gone. */
    void dataLost(int process, Cause cause) {
        both(process, role -> roleLostData(role, cause));
    }

    private void roleLostData(int process, Cause cause) {
        processes[process].found = DataState.EMPTY;
        if (process < brokers && !processes[process].running) {
            kafka.loseData(process, LogDirectory.EMPTY, cause);
        }
    }

    // What the platform does.

    @Override
    public void started(int process, DataState data, Cause cause) {
        both(process, role -> roleStarted(role, data, cause));
    }

    private void roleStarted(int process, DataState data, Cause cause) {
        ProcessState its = processes[process];
        its.placed = true;
        its.found = worse(its.found, data);
        its.cause = cause;
        begin(process);
    }

    @Override
    public void stopRequested(int process, Cause cause) {
        ProcessState its = processes[process];
        its.cause = cause;
        its.leaving = true;
        if (its.running) {
            stop(process, cause);
        } else {
            agenda.after(0, this, Kind.EXITED.ordinal(), process, 0);
        }
    }

    @Override
    public void killed(int process, boolean memoryLost, Cause cause) {
        both(process, role -> roleKilled(role, memoryLost, cause));
    }

    private void roleKilled(int process, boolean memoryLost, Cause cause) {
        ProcessState its = processes[process];
        its.placed = false;
        its.leaving = false;
        boolean cutOff = its.partitions > 0;
        boolean stood = its.hangs > 0;
        its.freezes = 0;
        its.signals = 0;
        its.hangs = 0;
        its.partitions = 0;
        if (!connected) {
            its.cause = cause;
            return;
        }
        kill(process, memoryLost, cause);
        if (cutOff && process < brokers) {
            kafka.healBroker(process);
        }
        if (stood && process < brokers) {
            kafka.unhangBroker(process);
        }
    }

    @Override
    public void frozen(int process, Cause cause) {
        both(process, role -> roleFrozen(role, cause));
    }

    private void roleFrozen(int process, Cause cause) {
        if (processes[process].freezes++ == 0) {
            stall(process, cause, () -> kafka.freezeBroker(process, cause));
        }
    }

    @Override
    public void thawed(int process) {
        both(process, this::roleThawed);
    }

    private void roleThawed(int process) {
        if (processes[process].freezes > 0 && --processes[process].freezes == 0) {
            unstall(process, () -> kafka.thawBroker(process));
        }
    }

    @Override
    public void hung(int process, Cause cause) {
        both(process, role -> roleHung(role, cause));
    }

    private void roleHung(int process, Cause cause) {
        if (processes[process].hangs++ == 0) {
            stall(process, cause, () -> kafka.hangBroker(process, cause));
        }
    }

    @Override
    public void unhung(int process) {
        both(process, this::roleUnhung);
    }

    private void roleUnhung(int process) {
        if (processes[process].hangs > 0 && --processes[process].hangs == 0) {
            unstall(process, () -> kafka.unhangBroker(process));
        }
    }

    @Override
    public void partitioned(int process, Cause cause) {
        both(process, role -> rolePartitioned(role, cause));
    }

    private void rolePartitioned(int process, Cause cause) {
        if (processes[process].partitions++ == 0) {
            stall(process, cause, () -> kafka.partitionBroker(process, cause));
        }
    }

    @Override
    public void healed(int process) {
        both(process, this::roleHealed);
    }

    private void roleHealed(int process) {
        if (processes[process].partitions > 0 && --processes[process].partitions == 0) {
            unstall(process, () -> kafka.healBroker(process));
        }
    }

    @Override
    public boolean mayEvict(int process) {
        if (waitForFullIsr && !kafka.isrFull()) {
            return false;
        }
        boolean mayBroker = process >= brokers || kafka.mayRoll(process);
        return mayBroker && (!isController(process) || kafka.mayRollController(id(controllerOf(process))));
    }

    @Override
    public boolean ready(int process) {
        boolean broker = process >= brokers || kafka.brokerReady(process);
        boolean controller = !isController(process) || kafka.controllerReady(id(controllerOf(process)));
        return processes[process].running && broker && controller;
    }

    @Override
    public boolean isController(int process) {
        return process >= brokers || process < combined;
    }

    @Override
    public boolean isActiveController(int process) {
        return isController(process) && kafka.isActiveController(id(controllerOf(process)));
    }

    @Override
    public double diskBytes(int process) {
        return process < brokers ? kafka.held(process) : 0;
    }

    @Override
    public double diskBytesAtMost(int process) {
        return process < brokers ? kafka.heldAtMost(process) : 0;
    }

    @Override
    public double diskGrowthAtMost(int process) {
        return process < brokers ? kafka.growthAtMost(process) : 0;
    }

    @Override
    public boolean isrFull() {
        return kafka.isrFull();
    }

    // What faults do.

    @Override
    public void brokerKill(List<Integer> victims, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        victims.forEach(broker -> killInPlace(broker, wipe, restartAfter, cause));
    }

    @Override
    public void tailLost(List<Integer> victims, DataSize perPartition, Cause cause) {
        for (int broker : victims) {
            if (!processes[broker].running) {
                kafka.loseTail(broker, perPartition, cause);
            }
        }
    }

    @Override
    public void controllerKill(List<Integer> victims, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        victims.forEach(controller -> killInPlace(number(controller), wipe, restartAfter, cause));
    }

    @Override
    public void brokerStop(List<Integer> victims, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        for (int broker : victims) {
            if (processes[broker].placed) {
                hold(broker, restartAfter, cause);
                both(broker, role -> processes[role].wipeOnExit = wipe);
                if (processes[broker].running) {
                    stop(broker, cause);
                }
            }
        }
    }

    @Override
    public void brokerStart(List<Integer> victims, Cause cause) {
        victims.forEach(this::release);
    }

    @Override
    public void controllerStart(List<Integer> victims, Cause cause) {
        victims.forEach(controller -> release(number(controller)));
    }

    @Override
    public void brokerFreeze(List<Integer> victims, Duration duration, Cause cause) {
        for (int broker : victims) {
            if (processes[broker].running) {
                frozen(broker, cause);
                both(broker, role -> processes[role].signals++);
                resumeLater(broker, Stall.FREEZE, duration);
            }
        }
    }

    @Override
    public void brokerHang(List<Integer> victims, Duration duration, Cause cause) {
        for (int broker : victims) {
            if (processes[broker].running) {
                hung(broker, cause);
                resumeLater(broker, Stall.HANG, duration);
            }
        }
    }

    @Override
    public void logDirFailure(List<Integer> victims, Optional<Integer> directory, Cause cause) {
        for (int broker : victims) {
            if (processes[broker].running && !processes[broker].stalled()) {
                directory.ifPresentOrElse(
                        number -> kafka.failLogDirectory(broker, number, cause),
                        () -> kafka.failLogDirectories(broker, cause));
            }
        }
    }

    @Override
    public void deleteTopic(String topic, double renameRefused, Cause cause) {
        for (int broker : kafka.deleteTopic(topic)) {
            if (renameRefused > 0) {
                processes[broker].renameRefused = renameRefused;
                processes[broker].cause = cause;
                rename(broker);
            }
        }
    }

    /** A broker that stands still or is down renames when it has registered next, for then it knows what has been deleted. */
    private void rename(int broker) {
        ProcessState its = processes[broker];
        if (!its.running || its.stalled()) {
            return;
        }
        if (renames.uniform() < its.renameRefused) {
            kafka.failLogDirectories(broker, its.cause);
        } else {
            its.renameRefused = 0;
        }
    }

    @Override
    public void consumerOutage(int groups, Duration duration, Cause cause) {
        kafka.stopConsumers(groups, duration, cause);
    }

    @Override
    public void uncleanElection(Cause cause) {
        kafka.uncleanElection(cause);
    }

    @Override
    public void addBroker(DataRate throttle, Cause cause) {
        changes.order(throttle, cause);
    }

    @Override
    public void replaceBroker(int broker, DataRate throttle, Cause cause) {
        changes.order(throttle, cause);
    }

    // What joins and leaves.

    @Override
    public void launch(int process, Cause cause) {
        processes[process].expected = true;
        platform.launch(process, cause);
    }

    @Override
    public void retire(int process, Cause cause) {
        processes[process].expected = false;
        platform.retire(process, cause);
    }

    @Override
    public boolean running(int process) {
        return processes[process].running;
    }

    // What Kafka tells.

    @Override
    public void reassignmentDone(Moves moves, long sinceMs, Cause cause) {
        wake();
    }

    @Override
    public void brokerLeaving(int broker, Cause cause) {
        processes[broker].halting = true;
        hold(broker, Optional.empty(), cause);
    }

    @Override
    public void brokerExited(int broker) {
        agenda.after(0, this, Kind.EXITED.ordinal(), broker, 1);
    }

    @Override
    public void controllerExited(int controller) {
        agenda.after(0, this, Kind.EXITED.ordinal(), number(controller), 1);
    }

    @Override
    public void controllerStarted(int controller) {
        wake();
    }

    @Override
    public void controllerElected(int controller) {
        wake();
    }

    @Override
    public void brokerRegistered(int broker) {
        if (processes[broker].renameRefused > 0) {
            agenda.after(0, this, Kind.RENAME.ordinal(), broker, 0);
        }
    }

    @Override
    public void brokerUnfenced(int broker) {
        wake();
    }

    @Override
    public void isrExpanded(Cohort cohort, int broker) {
        wake();
    }

    @Override
    public void recoveryDone(long sinceMs) {
        wake();
    }

    @Override
    public void handle(int kind, int target, long payload) {
        switch (KINDS[kind]) {
            case CHANGED -> {
                platform.workloadChanged();
                changes.goOn(kafka);
                onChange.run();
            }
            case RENAME -> rename(target);
            case EXITED -> exited(target, payload == 1);
            case RESTART -> {
                if (processes[target].holds == payload) {
                    release(target);
                }
            }
            case RESUME -> resume(target, payload);
            case BEGIN -> begin(target);
        }
    }

    /** Listeners may not call back into Kafka's verbs, and platforms may want to: they are told in an event of its own. */
    void wake() {
        if (!changed.isSet()) {
            changed.setAfter(0);
        }
    }

    private void exited(int number, boolean byKafka) {
        ProcessState its = processes[number];
        if (byKafka && !its.running) {
            return;
        }
        its.end();
        if (its.wipeOnExit) {
            its.wipeOnExit = false;
            roleLostData(number, its.cause);
        }
        if (number < combined) {
            followBroker(number);
        } else if (its.leaving) {
            its.leaving = false;
            its.placed = false;
            platform.exited(home(number));
        } else {
            both(number, this::begin);
        }
        wake();
    }

    /** The broker of a pair has exited: its controller stops too, or is dead already where the process ended by itself. */
    private void followBroker(int broker) {
        ProcessState its = processes[broker];
        ProcessState controller = processes[controllerOf(broker)];
        controller.leaving |= its.leaving;
        its.placed &= !its.leaving;
        its.leaving = false;
        if (its.halting) {
            its.halting = false;
            kill(controllerOf(broker), its.cause);
        }
        if (controller.running) {
            stop(controllerOf(broker), its.cause);
        } else {
            agenda.after(0, this, Kind.EXITED.ordinal(), controllerOf(broker), 0);
        }
    }

    private void killInPlace(int number, boolean wipe, Optional<Duration> restartAfter, Cause cause) {
        if (!processes[number].placed) {
            return;
        }
        hold(number, restartAfter, cause);
        int leaving = processes[home(number)].leaving ? home(number) : number;
        boolean wasLeaving = processes[leaving].leaving;
        both(number, role -> kill(role, cause));
        if (wipe) {
            dataLost(number, cause);
        }
        if (wasLeaving) {
            agenda.after(0, this, Kind.EXITED.ordinal(), leaving, 0);
        }
    }

    /** Keeps a process down until it is released: after {@code restartAfter}, or when its platform restarts it, or by hand. */
    private void hold(int number, Optional<Duration> restartAfter, Cause cause) {
        ProcessState its = processes[home(number)];
        both(number, role -> {
            processes[role].held = true;
            processes[role].cause = cause;
            processes[role].holds++;
        });
        boolean again = its.died > 0
                && restart.map(backOff -> backOff.inARow(agenda.now() - its.died))
                        .orElse(false);
        its.deaths = again ? its.deaths + 1 : 0;
        its.died = agenda.now();
        Optional<Long> delay = restartAfter
                .map(Duration::toMillis)
                .or(() -> restart.map(backOff -> backOff.drawMillis(its.deaths, luck)));
        delay.ifPresent(after -> agenda.after(after, this, Kind.RESTART.ordinal(), number, processes[number].holds));
    }

    private void release(int number) {
        both(number, role -> processes[role].held = false);
        both(number, this::begin);
    }

    private void begin(int number) {
        ProcessState its = processes[number];
        boolean controller = number >= brokers;
        if (its.running || !its.placed || its.held || its.leaving) {
            return;
        }
        its.running = true;
        its.dead = false;
        LogDirectory data = directory(its.found);
        its.found = DataState.INTACT;
        if (controller) {
            kafka.startController(id(number), data, its.cause);
            if (its.stalled()) {
                kafka.silenceController(id(number), its.cause);
            }
            wake();
            return;
        }
        kafka.startBroker(number, data, its.cause);
        if (its.freezes > 0) {
            kafka.freezeBroker(number, its.cause);
        }
        if (its.hangs > 0) {
            kafka.hangBroker(number, its.cause);
        }
        if (its.partitions > 0) {
            kafka.partitionBroker(number, its.cause);
        }
    }

    private void stop(int number, Cause cause) {
        if (number < brokers) {
            kafka.stopBroker(number, cause);
        } else {
            kafka.stopController(id(number), cause);
        }
    }

    private void kill(int number, Cause cause) {
        kill(number, false, cause);
    }

    private void kill(int number, boolean withMachine, Cause cause) {
        ProcessState its = processes[number];
        if (its.running) {
            its.end();
            its.dead = true;
            its.cause = cause;
            if (number < brokers && withMachine) {
                kafka.crashBroker(number, cause);
            } else if (number < brokers) {
                kafka.killBroker(number, cause);
            } else {
                kafka.killController(id(number), cause);
            }
        }
    }

    private void stall(int number, Cause cause, Runnable brokerVerb) {
        if (!processes[number].running) {
            return;
        }
        if (number < brokers) {
            brokerVerb.run();
        } else {
            kafka.silenceController(id(number), cause);
        }
    }

    private void unstall(int number, Runnable brokerVerb) {
        if (!processes[number].running) {
            return;
        }
        if (number < brokers) {
            brokerVerb.run();
        } else if (!processes[number].stalled()) {
            kafka.hearController(id(number));
        }
    }

    private enum Stall {
        FREEZE,
        HANG
    }

    private void resumeLater(int broker, Stall stall, Duration duration) {
        long payload = (long) processes[broker].ended << 1 | stall.ordinal();
        agenda.after(duration.toMillis(), this, Kind.RESUME.ordinal(), broker, payload);
    }

    /** A process that was killed meanwhile needs no SIGCONT, and its successor gets none; a disk's stall outlasts both. */
    private void resume(int broker, long payload) {
        ProcessState its = processes[broker];
        if ((payload & 1) != Stall.FREEZE.ordinal()) {
            unhung(broker);
        } else if (payload >> 1 == its.ended) {
            both(broker, role -> processes[role].signals--);
            thawed(broker);
        }
    }

    /** Does something to a process: to the controller in it first, if it is two, for its broker starts by that. */
    private void both(int number, IntConsumer verb) {
        if (home(number) < combined) {
            verb.accept(controllerOf(number));
            verb.accept(home(number));
        } else {
            verb.accept(number);
        }
    }

    /** Returns the number by which the platform knows a process. */
    private int home(int number) {
        return combined > 0 && number >= brokers ? number - brokers : number;
    }

    /** Returns the number of a process's controller. */
    private int controllerOf(int number) {
        return number < brokers ? brokers + number : number;
    }

    private int id(int number) {
        return KafkaCluster.FIRST_CONTROLLER + number - brokers;
    }

    private int number(int controller) {
        return controller - KafkaCluster.FIRST_CONTROLLER + brokers;
    }

    private static DataState worse(DataState one, DataState other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static LogDirectory directory(DataState data) {
        return switch (data) {
            case INTACT -> LogDirectory.INTACT;
            case TAIL_LOST -> LogDirectory.TAIL_LOST;
            case EMPTY -> LogDirectory.EMPTY;
        };
    }
}
