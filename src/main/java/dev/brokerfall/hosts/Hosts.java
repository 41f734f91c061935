package dev.brokerfall.hosts;

import static com.google.common.base.Preconditions.checkArgument;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.cluster.Slot;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.storage.Fate;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Agents at work. A process runs where its data lies and nowhere else; when the data is gone it stays down until a human replaces
 * it, empty, on an agent without a broker.
 */
public final class Hosts implements Actor {

    private enum Kind {
        AGENT_BACK,
        RELAUNCH,
        GRACE_OVER,
        THAW,
        HEAL,
        UNHANG,
        MAINTENANCE
    }

    private static final Kind[] KINDS = Kind.values();

    private final Agenda agenda;
    private final HostsConfig config;
    private final Workload workload;
    private final HostsListener listener;
    private final List<Agent> agents = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Streams streams;
    private final Stream luck;
    private final Maintenance maintenance;

    /** Starts the agents with every process running on the agent it is pinned to. */
    public Hosts(Agenda agenda, Streams streams, HostsConfig config, Workload workload, HostsListener listener) {
        this.agenda = agenda;
        this.config = config;
        this.workload = workload;
        this.listener = listener;
        this.streams = streams;
        this.luck = streams.stream("hosts", "durations");
        for (String zone : config.zones()) {
            for (int index = 0; index < config.agentsPerZone(); index++) {
                int number = agents.size();
                agents.add(new Agent(
                        "agent-" + zone + "-" + index, zone, agenda.timer(this, Kind.AGENT_BACK.ordinal(), number)));
            }
        }
        for (int process = 0; process < config.brokers() + config.ensemble(); process++) {
            boolean durable = process >= config.brokers();
            tasks.add(new Task(
                    pinned(durable ? process - config.brokers() : process, durable ? 1 : 0),
                    durable,
                    agenda.timer(this, Kind.RELAUNCH.ordinal(), process),
                    agenda.timer(this, Kind.GRACE_OVER.ordinal(), process)));
        }
        this.maintenance = new Maintenance();
        config.maintenance().ifPresent(plan -> {
            double offset = streams.stream("hosts", "maintenance").uniform();
            agenda.after((long) (offset * plan.every().toMillis()), this, Kind.MAINTENANCE.ordinal(), 0, 0);
        });
    }

    /** Processes go round the zones; {@code shift} keeps the ensemble off the brokers' agents where there are enough. */
    private int pinned(int number, int shift) {
        int zone = number % config.zones().size();
        int index = (number / config.zones().size() + shift) % config.agentsPerZone();
        return zone * config.agentsPerZone() + index;
    }

    /** Returns the agent called {@code name}. */
    public OptionalInt agent(String name) {
        for (int agent = 0; agent < agents.size(); agent++) {
            if (agents.get(agent).name.equals(name)) {
                return OptionalInt.of(agent);
            }
        }
        return OptionalInt.empty();
    }

    /** Returns the agent in this slot. */
    public OptionalInt agent(Slot slot) {
        int zone = config.zones().indexOf(slot.zone());
        return zone < 0 || slot.index() >= config.agentsPerZone()
                ? OptionalInt.empty()
                : OptionalInt.of(zone * config.agentsPerZone() + slot.index());
    }

    /** Returns the agent to which a process is pinned. */
    public int agentOf(int process) {
        return tasks.get(process).agent;
    }

    /** Returns the zone of the agent to which a process is pinned. */
    public String zoneOf(int process) {
        return agents.get(tasks.get(process).agent).zone;
    }

    /** Returns the agents of a zone. */
    public List<Integer> agentsOf(String zone) {
        List<Integer> found = new ArrayList<>();
        for (int agent = 0; agent < agents.size(); agent++) {
            if (agents.get(agent).zone.equals(zone)) {
                found.add(agent);
            }
        }
        return found;
    }

    /** The workload tells that a process that was asked to stop has exited. */
    public void exited(int process) {
        Task task = tasks.get(process);
        if (task.state == Task.State.STOPPING) {
            down(process);
            goDownWhenIdle(task.agent);
            maintenance.goOn();
        }
    }

    /** A machine that shuts down in order is out from the moment its last process has exited. */
    private void goDownWhenIdle(int agent) {
        Agent machine = agents.get(agent);
        if (machine.state == Agent.State.DOWN && machine.outage > 0 && !anyStopping(agent)) {
            machine.back.setAfter(machine.outage);
            machine.outage = 0;
        }
    }

    private boolean anyStopping(int agent) {
        for (Task task : tasks) {
            if (task.agent == agent && task.state == Task.State.STOPPING) {
                return true;
            }
        }
        return false;
    }

    /** The workload tells that readiness or in-sync sets changed. */
    public void workloadChanged() {
        maintenance.goOn();
    }

    /** The host fails; the machine is healed on another host after {@code down}. */
    public void heal(int agent, Duration down, Cause cause) {
        fail(agent, IronEvent.REDEPLOY, down.toMillis(), cause);
    }

    /** The guest loses its memory and boots again on the same host after {@code down}. */
    public void powerLoss(int agent, Duration down, Cause cause) {
        fail(agent, IronEvent.POWER_LOSS, down.toMillis(), cause);
    }

    /** The guest shuts down in order and boots again. */
    public void reboot(int agent, Cause cause) {
        restart(agent, IronEvent.GUEST_REBOOT, config.reboot(), cause);
    }

    /** Azure moves the machine to another host; nobody drains it first. */
    public void redeploy(int agent, Cause cause) {
        restart(agent, IronEvent.REDEPLOY, config.redeploy(), cause);
    }

    /** The machine no longer exists; a new one stands in its place after {@code refill}, or never. */
    public void lose(int agent, Optional<Duration> refill, Cause cause) {
        Agent machine = agents.get(agent);
        machine.state = Agent.State.GONE;
        machine.back.cancel();
        strike(agent, IronEvent.VM_LOSS, cause);
        refill.ifPresent(after -> machine.back.setAfter(after.toMillis()));
        for (int process = 0; process < tasks.size(); process++) {
            Task task = tasks.get(process);
            if (task.agent == agent && !task.durable) {
                findDataGone(process);
            }
        }
    }

    /** The machine stands still for {@code pause}; one that cannot be paused is moved to another host. */
    public void freeze(int agent, Duration pause, Cause cause) {
        if (!config.pausable()) {
            redeploy(agent, cause);
            return;
        }
        Agent machine = agents.get(agent);
        if (machine.state == Agent.State.UP) {
            if (machine.freezes++ == 0) {
                forRunning(agent, process -> workload.frozen(process, cause));
            }
            agenda.after(pause.toMillis(), this, Kind.THAW.ordinal(), agent, 0);
        }
    }

    /**
     * Each of the zone's machines goes down, together with the others that do, with probability {@code fraction}; their disks keep what
     * was written. Who does is the slot's luck, the same on every platform.
     */
    public void zoneOutage(String zone, double fraction, Duration down, Cause cause) {
        List<Integer> inZone = agentsOf(zone);
        for (int index = 0; index < inZone.size(); index++) {
            double luckOfSlot = streams.stream("zoneOutage", zone, "slot", index, cause.began())
                    .uniform();
            if (luckOfSlot < fraction) {
                powerLoss(inZone.get(index), down, cause);
            }
        }
    }

    /** The zone's machines run on but cannot be reached for a while. */
    public void zonePartition(String zone, Duration lasting, Cause cause) {
        for (int agent : agentsOf(zone)) {
            if (agents.get(agent).partitions++ == 0) {
                forRunning(agent, process -> workload.partitioned(process, cause));
            }
            agenda.after(lasting.toMillis(), this, Kind.HEAL.ordinal(), agent, 0);
        }
    }

    /** The disk of a process answers no reads or writes for a while. */
    public void diskUnavailable(int process, Duration lasting, Cause cause) {
        Task task = tasks.get(process);
        if (task.state == Task.State.RUNNING) {
            if (task.hangs++ == 0) {
                workload.hung(process, cause);
            }
            agenda.after(lasting.toMillis(), this, Kind.UNHANG.ordinal(), process, 0);
        }
    }

    /** A process dies; the scheduler relaunches it on its agent. */
    public void crash(int process, Cause cause) {
        Task task = tasks.get(process);
        if (task.state == Task.State.RUNNING || task.state == Task.State.STOPPING) {
            task.cause = cause;
            workload.killed(process, false, cause);
            down(process);
        }
    }

    /** Starts a round of maintenance outside the plan: each agent of {@code zone} restarts, one at a time or all together. */
    public void zoneMaintenance(String zone, IronEvent event, RandomDuration out, boolean oneAtATime, Cause cause) {
        List<Integer> inZone = agentsOf(zone);
        if (oneAtATime) {
            maintenance.begin(inZone, event, out, false, cause);
        } else {
            inZone.forEach(agent -> restart(agent, event, out, cause));
        }
    }

    @Override
    public void handle(int kind, int target, long payload) {
        switch (KINDS[kind]) {
            case AGENT_BACK -> back(target);
            case RELAUNCH -> relaunch(target);
            case GRACE_OVER -> {
                workload.killed(target, false, tasks.get(target).cause);
                exited(target);
            }
            case THAW -> {
                if (agents.get(target).freezes > 0 && --agents.get(target).freezes == 0) {
                    forRunning(target, workload::thawed);
                }
            }
            case HEAL -> {
                if (agents.get(target).partitions > 0 && --agents.get(target).partitions == 0) {
                    forRunning(target, workload::healed);
                }
            }
            case UNHANG -> {
                if (tasks.get(target).hangs > 0 && --tasks.get(target).hangs == 0) {
                    workload.unhung(target);
                }
            }
            case MAINTENANCE ->
                config.maintenance().ifPresent(plan -> {
                    agenda.after(plan.every().toMillis(), this, Kind.MAINTENANCE.ordinal(), 0, 0);
                    List<Integer> all = new ArrayList<>();
                    for (int agent = 0; agent < agents.size(); agent++) {
                        all.add(agent);
                    }
                    maintenance.begin(
                            all,
                            IronEvent.GUEST_REBOOT,
                            plan.duration(),
                            plan.waitForFullIsr(),
                            new Cause("hostMaintenance", agenda.now()));
                });
        }
    }

    /** Does what a zone partition or a freeze does to every process that runs on the agent. */
    private interface ProcessVerb {
        void on(int process);
    }

    private void forRunning(int agent, ProcessVerb verb) {
        for (int process = 0; process < tasks.size(); process++) {
            Task task = tasks.get(process);
            if (task.agent == agent && task.state == Task.State.RUNNING) {
                verb.on(process);
            }
        }
    }

    private void fail(int agent, IronEvent event, long down, Cause cause) {
        if (agents.get(agent).state == Agent.State.GONE) {
            return;
        }
        agents.get(agent).outage = 0;
        out(agent, down, cause);
        strike(agent, event, cause);
    }

    /** Everything on the agent dies at once. */
    private void strike(int agent, IronEvent event, Cause cause) {
        Agent machine = agents.get(agent);
        machine.freezes = 0;
        for (int process = 0; process < tasks.size(); process++) {
            Task task = tasks.get(process);
            if (task.agent == agent && task.state != Task.State.LOST) {
                damage(task, event);
                if (task.state == Task.State.RUNNING || task.state == Task.State.STOPPING) {
                    task.cause = cause;
                    workload.killed(process, true, cause);
                    down(process);
                }
            }
        }
    }

    /** The processes are asked to stop, and the machine goes down behind them. */
    private void restart(int agent, IronEvent event, RandomDuration out, Cause cause) {
        if (agents.get(agent).state != Agent.State.UP) {
            return;
        }
        long length = out.drawMillis(luck);
        out(agent, config.grace().toMillis() + length, cause);
        agents.get(agent).outage = length;
        stopProcesses(agent, event, cause);
        goDownWhenIdle(agent);
    }

    private void stopProcesses(int agent, IronEvent event, Cause cause) {
        for (int process = 0; process < tasks.size(); process++) {
            Task task = tasks.get(process);
            if (task.agent == agent && task.state != Task.State.LOST) {
                damage(task, event);
                if (task.state == Task.State.RUNNING) {
                    task.state = Task.State.STOPPING;
                    task.cause = cause;
                    task.grace.setAfter(config.grace().toMillis());
                    workload.stopRequested(process, cause);
                }
            }
        }
    }

    private void damage(Task task, IronEvent event) {
        Fate fate = task.durable ? Fate.KEPT : config.storage().survives(event);
        task.fate = task.fate.worse(fate);
    }

    private void out(int agent, long down, Cause cause) {
        Agent machine = agents.get(agent);
        long until = agenda.now() + down;
        if (machine.state == Agent.State.DOWN && machine.back.isSet() && machine.back.due() >= until) {
            return;
        }
        if (machine.state == Agent.State.UP) {
            machine.cause = cause;
            listener.agentDown(machine.name, machine.zone, cause);
        }
        machine.state = Agent.State.DOWN;
        machine.back.setAt(until);
    }

    private void back(int agent) {
        Agent machine = agents.get(agent);
        machine.state = Agent.State.UP;
        listener.agentUp(machine.name, machine.zone);
        for (int process = 0; process < tasks.size(); process++) {
            Task task = tasks.get(process);
            if (task.agent == agent && task.state == Task.State.DOWN) {
                settle(process);
            }
        }
        for (int process = 0; process < tasks.size(); process++) {
            if (tasks.get(process).state == Task.State.LOST
                    && !tasks.get(process).relaunch.isSet()) {
                replace(process);
            }
        }
        maintenance.goOn();
    }

    private void down(int process) {
        Task task = tasks.get(process);
        task.grace.cancel();
        task.hangs = 0;
        task.state = Task.State.DOWN;
        if (agents.get(task.agent).state == Agent.State.UP) {
            settle(process);
        }
    }

    /** The agent is up: the process comes back, or its data is found gone. */
    private void settle(int process) {
        Task task = tasks.get(process);
        if (task.fate == Fate.LOST) {
            findDataGone(process);
        } else {
            task.relaunch.setAfter(config.restartAfter().drawMillis(luck));
        }
    }

    private void findDataGone(int process) {
        Task task = tasks.get(process);
        if (task.state != Task.State.LOST) {
            task.state = Task.State.LOST;
            listener.dataLost(process, agents.get(task.agent).name, task.cause);
            task.relaunch.setAfter(config.replaceAfter().drawMillis(luck));
        }
    }

    private void relaunch(int process) {
        Task task = tasks.get(process);
        if (task.state == Task.State.LOST) {
            replace(process);
        } else if (task.state == Task.State.DOWN && agents.get(task.agent).state == Agent.State.UP) {
            start(process, task.fate == Fate.TAIL_LOST ? DataState.TAIL_LOST : DataState.INTACT);
        }
    }

    private void replace(int process) {
        Task task = tasks.get(process);
        OptionalInt free = freeAgent(task.agent);
        if (free.isPresent()) {
            boolean moved = free.getAsInt() != task.agent;
            task.agent = free.getAsInt();
            listener.processReplaced(process, agents.get(task.agent).name, moved, task.cause);
            start(process, DataState.EMPTY);
        }
    }

    /** The process's own agent if it is up, else one of its zone without a broker, else any. */
    private OptionalInt freeAgent(int own) {
        if (agents.get(own).state == Agent.State.UP) {
            return OptionalInt.of(own);
        }
        OptionalInt elsewhere = OptionalInt.empty();
        for (int agent = 0; agent < agents.size(); agent++) {
            if (agents.get(agent).state == Agent.State.UP && !holdsBroker(agent)) {
                if (agents.get(agent).zone.equals(agents.get(own).zone)) {
                    return OptionalInt.of(agent);
                }
                if (elsewhere.isEmpty()) {
                    elsewhere = OptionalInt.of(agent);
                }
            }
        }
        return elsewhere;
    }

    private boolean holdsBroker(int agent) {
        for (int broker = 0; broker < config.brokers(); broker++) {
            if (tasks.get(broker).agent == agent) {
                return true;
            }
        }
        return false;
    }

    private void start(int process, DataState data) {
        Task task = tasks.get(process);
        Agent machine = agents.get(task.agent);
        task.state = Task.State.RUNNING;
        task.fate = Fate.KEPT;
        workload.started(process, data, task.cause);
        if (machine.freezes > 0) {
            workload.frozen(process, machine.cause);
        }
        if (machine.partitions > 0) {
            workload.partitioned(process, machine.cause);
        }
        maintenance.goOn();
    }

    /** A round of restarts, one agent after the other. */
    private final class Maintenance {
        private final List<Integer> left = new ArrayList<>();
        private IronEvent event = IronEvent.GUEST_REBOOT;
        private RandomDuration out = RandomDuration.constant(Duration.ZERO);
        private boolean wait;
        private boolean working;
        private int current = -1;
        private Cause cause = new Cause("", 0);

        void begin(List<Integer> round, IronEvent what, RandomDuration howLong, boolean waitForFullIsr, Cause why) {
            checkArgument(!round.isEmpty(), "a round of maintenance needs an agent");
            if (working) {
                return;
            }
            left.addAll(round);
            event = what;
            out = howLong;
            wait = waitForFullIsr;
            cause = why;
            working = true;
            current = -1;
            listener.maintenanceBegan(cause);
            goOn();
        }

        /** Takes the next agent when the last one is back and, if asked, everything is in sync. */
        void goOn() {
            if (!working || (current >= 0 && !settled(current)) || (wait && !workload.isrFull())) {
                return;
            }
            if (left.isEmpty()) {
                working = false;
                listener.maintenanceDone(cause);
                return;
            }
            current = left.remove(0);
            Cause step = new Cause(cause.event(), agenda.now());
            restart(current, event, out, step);
        }

        private boolean settled(int agent) {
            return agents.get(agent).state != Agent.State.DOWN && noneRestarting(agent);
        }

        private boolean noneRestarting(int agent) {
            for (Task task : tasks) {
                if (task.agent == agent && (task.state == Task.State.STOPPING || task.state == Task.State.DOWN)) {
                    return false;
                }
            }
            return true;
        }
    }
}
