package dev.brokerfall.fault;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The faults that strike by chance.
 *
 * <p>Every unit has a sequence of arrivals of its own, drawn on the absolute time axis from a stream named by fault and unit, and
 * the length and extent of each arrival come from further streams of that unit. So the faults of a trial are the same whatever
 * cluster they strike, and whether or not a machine was there to be struck.
 *
 * <p>Where the share {@code c} of a machine's faults comes in bursts, those that it suffers alone are rarer by {@code 1 - c}, and a
 * hidden fault domain with {@code n} machines, each struck once in {@code m}, has a burst once in {@code m E[min(K, n)] / (c n)}, where
 * {@code K} is the size of a burst: each machine is then struck by bursts once in {@code m / c}, and once in {@code m} altogether.
 */
public final class BackgroundFaults implements Actor {

    private static final int ARRIVAL = 0;
    private static final int END = 1;
    private static final int NEXT_OF_BURST = 2;
    private static final int REPAIRED = 3;
    private static final double MILLIS = 1000;

    /**
     * A sequence began so many mean intervals before the trial, so that the trial meets it at no particular moment: one that begins
     * with the trial comes too often at first if its intervals vary more than exponential ones do. Those have no memory and need none.
     */
    private static final int INTERVALS_BEFORE = 20;

    private final Agenda agenda;
    private final Topology topology;
    private final HiddenDomains domains;
    private final Stage stage;
    private final FaultListener listener;
    private final List<Sequence> sequences = new ArrayList<>();
    private final List<Victim> victims = new ArrayList<>();
    private final List<Cause> under = new ArrayList<>();
    private final List<Clock> clocks = new ArrayList<>();
    private Watcher watcher = () -> {};

    /** Whoever wants to know of a fault before it strikes. */
    public interface Watcher {

        /** A fault is about to strike whose hazard is known. */
        void strikes();
    }

    /** How far one sequence has come. */
    private static final class Clock {
        /** When the present wait began. */
        private long began;
        /** Only the arrival with this number is still awaited. */
        private int awaited;
        /** Whether somebody else decides when it strikes. */
        private boolean suspended;
        /** Whether nothing can come before a repair. */
        private boolean stopped;
    }

    /** Whom an arrival strikes. */
    private enum Reach {
        /** The unit itself, or one in it. */
        ONE,
        /** Every machine of a hidden fault domain at once. */
        DOMAIN,
        /** Some machines of a hidden fault domain, one shortly after the other. */
        BURST
    }

    /**
     * The arrivals of one kind of fault in one unit.
     *
     * @param stretch how many times as far apart they are as the fault says
     */
    private record Sequence(
            BackgroundFault fault,
            Reach reach,
            int unit,
            double stretch,
            Stream arrivals,
            Stream lengths,
            Stream victims) {

        long interval() {
            long drawn = fault.interarrival().drawMillis(arrivals);
            return Math.max(1, stretch == 1 ? drawn : (long) Math.min(Agenda.LATEST, drawn * stretch));
        }

        long length() {
            return Math.max(1, fault.duration().drawMillis(lengths));
        }

        Distribution law() {
            return fault.interarrival().seconds();
        }

        boolean hasHazard() {
            return law().hasHazard();
        }
    }

    /** A machine that a burst has yet to strike. */
    private record Victim(BackgroundFault fault, int slot, long length, String where) {}

    /** Creates the faults and schedules the first arrival of each. */
    public BackgroundFaults(
            Agenda agenda,
            Streams streams,
            List<BackgroundFault> faults,
            Topology topology,
            Stage stage,
            FaultListener listener) {
        this.agenda = agenda;
        this.topology = topology;
        this.domains = new HiddenDomains(streams, topology);
        this.stage = stage;
        this.listener = listener;
        for (BackgroundFault fault : faults) {
            double share = fault.bursts().map(Bursts::share).orElse(0.0);
            if (share < 1) {
                alone(streams, fault, share == 0 ? 1 : 1 / (1 - share));
            }
            if (share > 0) {
                inBursts(streams, fault, fault.bursts().orElseThrow());
            }
        }
    }

    private void alone(Streams streams, BackgroundFault fault, double stretch) {
        boolean together = fault.per() == BackgroundFault.Per.DOMAIN;
        for (int unit = 0; unit < units(fault.per()); unit++) {
            if (!together || !domains.members(unit).isEmpty()) {
                begin(streams, fault, together ? Reach.DOMAIN : Reach.ONE, fault.per(), unit, stretch);
            }
        }
    }

    private void inBursts(Streams streams, BackgroundFault fault, Bursts bursts) {
        double machinesOfUnit = (double) topology.slots() / units(fault.per());
        for (int domain = 0; domain < domains.count(); domain++) {
            int machines = domains.members(domain).size();
            if (machines > 0) {
                double stretch = machinesOfUnit * bursts.meanStruck(machines) / (bursts.share() * machines);
                begin(streams, fault, Reach.BURST, Reach.BURST, domain, stretch);
            }
        }
    }

    private void begin(
            Streams streams, BackgroundFault fault, Reach reach, Object unitOfName, int unit, double stretch) {
        String key = fault.kind().key();
        Sequence sequence = new Sequence(
                fault,
                reach,
                unit,
                stretch,
                streams.stream("fault", key, unitOfName, unit, "arrivals"),
                streams.stream("fault", key, unitOfName, unit, "lengths"),
                streams.stream("fault", key, unitOfName, unit, "victims"));
        sequences.add(sequence);
        clocks.add(new Clock());
        first(sequences.size() - 1);
    }

    /** What is as good as new after a repair is as good as new when the trial begins. */
    private void first(int index) {
        Sequence sequence = sequences.get(index);
        RandomDuration interarrival = sequence.fault().interarrival();
        if (interarrival.seconds() instanceof Distribution.Exponential
                || sequence.fault().since() == BackgroundFault.Since.REPAIR) {
            next(index, sequence.interval());
            return;
        }
        double mean = interarrival.meanSeconds() * sequence.stretch();
        long last = -Math.round(Math.min(Agenda.LATEST, INTERVALS_BEFORE * mean * MILLIS));
        long at = last + sequence.interval();
        while (at <= 0) {
            last = at;
            at += sequence.interval();
        }
        next(index, at);
        clocks.get(index).began = last;
    }

    /** Has somebody told, from now on, before a fault strikes. */
    public void watch(Watcher whoWantsToKnow) {
        watcher = whoWantsToKnow;
    }

    @Override
    public void handle(int kind, int target, long payload) {
        switch (kind) {
            case ARRIVAL -> {
                if (payload == clocks.get(target).awaited) {
                    strikeNow(target, true);
                }
            }
            case REPAIRED -> {
                clocks.get(target).stopped = false;
                next(target, sequences.get(target).interval());
            }
            case NEXT_OF_BURST -> strike(victims.get(target));
            default -> listener.faultEnded(under.get(target));
        }
    }

    private int units(BackgroundFault.Per per) {
        return switch (per) {
            case NODE -> topology.slots();
            case DOMAIN -> domains.count();
            case ZONE -> topology.zones().size();
            case BROKER -> topology.brokers();
            case CLUSTER -> 1;
        };
    }

    private void next(int index, long delay) {
        Clock clock = clocks.get(index);
        clock.began = agenda.now();
        clock.suspended = false;
        clock.awaited++;
        if (delay <= Agenda.LATEST - agenda.now()) {
            agenda.after(delay, this, ARRIVAL, index, clock.awaited);
        }
    }

    /**
     * Has a sequence strike now.
     *
     * @param goesOn whether its next fault comes as nature has it, or somebody else goes on to decide
     */
    void strikeNow(int index, boolean goesOn) {
        Sequence sequence = sequences.get(index);
        Clock clock = clocks.get(index);
        clock.began = agenda.now();
        clock.suspended = !goesOn;
        clock.stopped = sequence.fault().since() == BackgroundFault.Since.REPAIR;
        if (goesOn && !clock.stopped) {
            next(index, sequence.interval());
        }
        if (sequence.hasHazard()) {
            watcher.strikes();
        }
        strike(index, sequence);
    }

    // For whoever draws faults otherwise than by nature.

    int sequences() {
        return sequences.size();
    }

    /** Returns whether a sequence's hazard is known, and is not nothing until something is repaired. */
    boolean canBeBiased(int index) {
        return sequences.get(index).hasHazard() && !clocks.get(index).stopped;
    }

    /** Returns whether all faults of a sequence strike the same thing and no other. */
    boolean strikesTheSame(int index) {
        Sequence sequence = sequences.get(index);
        return sequence.reach() == Reach.ONE
                && sequence.fault().per() == sequence.fault().kind().unit();
    }

    /** Returns the name of the faults that a sequence is one of: one of {@link BackgroundFault#groups}. */
    String group(int index) {
        Sequence sequence = sequences.get(index);
        return sequence.fault().group(sequence.reach() == Reach.BURST);
    }

    /** Returns whether the next fault of a sequence may strike one of these brokers, with the machine or the zone that it is on. */
    boolean mayStrike(int index, IntPredicate brokers) {
        Sequence sequence = sequences.get(index);
        return IntStream.range(0, topology.brokers()).filter(brokers).anyMatch(broker -> mayStrike(sequence, broker));
    }

    private boolean mayStrike(Sequence sequence, int broker) {
        if (sequence.reach() != Reach.ONE) {
            return carries(domains.members(sequence.unit()), broker);
        }
        return switch (sequence.fault().per()) {
            case CLUSTER -> true;
            case BROKER -> sequence.unit() == broker;
            case ZONE -> stage.carries(new NodeChoice.OfZone(topology.zones().get(sequence.unit())), broker);
            case NODE, DOMAIN -> carries(List.of(sequence.unit()), broker);
        };
    }

    private boolean carries(List<Integer> slots, int broker) {
        return slots.stream().anyMatch(slot -> stage.carries(slot(slot), broker));
    }

    /** Returns the hazard of a sequence now, per millisecond. */
    double hazard(int index) {
        Sequence sequence = sequences.get(index);
        return sequence.law().hazard(age(index, agenda.now())) / (sequence.stretch() * MILLIS);
    }

    /** Returns the hazard of a sequence accumulated between two instants of its present wait. */
    double hazardBetween(int index, long from, long to) {
        Distribution law = sequences.get(index).law();
        return law.cumulativeHazard(age(index, to)) - law.cumulativeHazard(age(index, from));
    }

    /** Has somebody else decide from now on when a sequence strikes. */
    void suspend(int index) {
        clocks.get(index).suspended = true;
        clocks.get(index).awaited++;
    }

    /** Has nature decide again when a sequence strikes, which it has not since its present wait began. */
    void resume(int index) {
        Clock clock = clocks.get(index);
        if (!clock.suspended) {
            return;
        }
        Sequence sequence = sequences.get(index);
        double age = age(index, agenda.now());
        double budget = -StrictMath.log1p(-sequence.arrivals().uniform());
        double rest = sequence.law().ageOfHazard(sequence.law().cumulativeHazard(age) + budget) - age;
        long began = clock.began;
        next(index, Math.max(1, Math.round(Math.min(Agenda.LATEST, rest * sequence.stretch() * MILLIS))));
        clock.began = began;
    }

    /** Returns how long the present wait of a sequence has lasted, in seconds of the law that it is stretched from. */
    private double age(int index, long at) {
        return (at - clocks.get(index).began) / (sequences.get(index).stretch() * MILLIS);
    }

    private void strike(int index, Sequence sequence) {
        switch (sequence.reach()) {
            case ONE -> strikeOne(index, sequence);
            case DOMAIN -> strikeDomain(sequence);
            case BURST -> burst(sequence);
        }
    }

    /** Every machine of the domain is struck now, each for a time of its own. */
    private void strikeDomain(Sequence sequence) {
        Cause cause = new Cause(sequence.fault().kind().key(), agenda.now());
        List<Integer> slots = domains.members(sequence.unit());
        listener.faultBegan(cause, machines(slots) + " in " + domain(sequence.unit()));
        long longest = 0;
        for (int slot : slots) {
            long length = sequence.length();
            longest = Math.max(longest, length);
            strikeMachine(sequence.fault().kind(), slot(slot), Duration.ofMillis(length), cause);
        }
        endsAfter(longest, cause);
    }

    /** Some machines of the domain, each as likely as any other, are struck one after the other; the first of them now. */
    private void burst(Sequence sequence) {
        Bursts bursts = sequence.fault().bursts().orElseThrow();
        List<Integer> spared = new ArrayList<>(domains.members(sequence.unit()));
        int size = bursts.struck(sequence.victims().uniform(), spared.size());
        long delay = 0;
        for (int number = 1; number <= size; number++) {
            int slot = spared.remove(sequence.victims().index(spared.size()));
            String where = size == 1
                    ? machine(slot)
                    : "%s, %s of %s in a burst in %s".formatted(machine(slot), number, size, domain(sequence.unit()));
            Victim victim = new Victim(sequence.fault(), slot, sequence.length(), where);
            if (number == 1) {
                strike(victim);
            } else {
                delay += bursts.gap().drawMillis(sequence.victims());
                victims.add(victim);
                agenda.after(delay, this, NEXT_OF_BURST, victims.size() - 1, 0);
            }
        }
    }

    private void strike(Victim victim) {
        Cause cause = new Cause(victim.fault().kind().key(), agenda.now());
        listener.faultBegan(cause, victim.where());
        strikeMachine(victim.fault().kind(), slot(victim.slot()), Duration.ofMillis(victim.length()), cause);
        endsAfter(victim.length(), cause);
    }

    private void strikeMachine(BackgroundFault.Kind kind, NodeChoice.Slot slot, Duration duration, Cause cause) {
        switch (kind) {
            case NODE_CRASH -> stage.nodeCrash(slot, Optional.of(duration), cause);
            case NODE_REBOOT -> stage.nodeReboot(slot, cause);
            case NODE_FREEZE -> stage.nodeFreeze(slot, duration, cause);
            case NODE_REDEPLOY -> stage.nodeRedeploy(slot, cause);
            default -> throw new IllegalStateException(kind.key() + " strikes no machine");
        }
    }

    private void strikeOne(int index, Sequence sequence) {
        BackgroundFault fault = sequence.fault();
        long length = sequence.length();
        if (clocks.get(index).stopped && length <= Agenda.LATEST - agenda.now()) {
            agenda.after(length, this, REPAIRED, index, 0);
        }
        double luck = sequence.victims().uniform();
        Cause cause = new Cause(fault.kind().key(), agenda.now());
        int victim = victim(fault, sequence.unit(), luck);
        Duration duration = Duration.ofMillis(length);
        switch (fault.kind()) {
            case NODE_CRASH, NODE_REBOOT, NODE_FREEZE, NODE_REDEPLOY -> {
                listener.faultBegan(cause, machine(victim));
                strikeMachine(fault.kind(), slot(victim), duration, cause);
            }
            case DISK_PRESSURE -> {
                listener.faultBegan(cause, machine(victim));
                stage.diskFilled(slot(victim), duration, cause);
            }
            case CLUSTER_UPGRADE -> {
                cluster(cause, duration);
                stage.clusterUpgrade(cause);
            }
            case DELETE_VOLUME_CLAIM -> stage.deleteVolumeClaim(broker(cause, victim), cause);
            case SCALE_NODES -> stage.zoneEmptied(zone(cause, victim), duration, cause);
            case ZONE_OUTAGE ->
                stage.zoneOutage(
                        zone(cause, victim), Math.min(1, fault.fraction().quantile(luck)), duration, cause);
            case ZONE_PARTITION -> stage.zonePartition(zone(cause, victim), duration, cause);
            case CONTROL_PLANE_OUTAGE -> stage.controlPlaneOutage(cluster(cause, duration), cause);
            case DISK_UNAVAILABLE -> stage.diskUnavailable(broker(cause, victim), duration, cause);
            case STORAGE_ACCOUNT_OUTAGE ->
                stage.storageAccountOutage(accounts(fault, cause, sequence.unit()), duration, cause);
            case ATTACH_SLOW ->
                stage.attachSlow(1 / Math.min(1, fault.fraction().quantile(luck)), cluster(cause, duration), cause);
            case ALLOCATION_FAILURE -> stage.allocationFailure(zone(cause, victim), duration, cause);
            case BROKER_KILL ->
                stage.processes().brokerKill(broker(cause, victim), fault.wipe(), Optional.of(duration), cause);
            case LOG_DIR_FAILURE -> stage.processes().logDirFailure(broker(cause, victim), Optional.empty(), cause);
        }
        endsAfter(length, cause);
    }

    private void endsAfter(long length, Cause cause) {
        if (length <= Agenda.LATEST - agenda.now()) {
            under.add(cause);
            agenda.after(length, this, END, under.size() - 1, 0);
        }
    }

    /** Where a fault is given for a larger unit than it strikes, {@code luck} picks the victim. */
    private int victim(BackgroundFault fault, int unit, double luck) {
        if (fault.per() == fault.kind().unit()) {
            return unit;
        }
        if (fault.per() == BackgroundFault.Per.ZONE) {
            return unit * topology.slotsPerZone() + (int) (luck * topology.slotsPerZone());
        }
        return (int) (luck * units(fault.kind().unit()));
    }

    private NodeChoice.Slot slot(int victim) {
        return new NodeChoice.Slot(victim / topology.slotsPerZone(), victim % topology.slotsPerZone());
    }

    private String machine(int slot) {
        return machines(List.of(slot)) + " of zone " + topology.zones().get(slot / topology.slotsPerZone());
    }

    private String machines(List<Integer> slots) {
        return slots.stream()
                .map(slot -> String.valueOf(slot % topology.slotsPerZone()))
                .collect(Collectors.joining(", ", slots.size() == 1 ? "machine " : "machines ", ""));
    }

    private String domain(int domain) {
        return "hidden fault domain %s of zone %s"
                .formatted(domains.numberInZone(domain), topology.zones().get(domains.zone(domain)));
    }

    private String zone(Cause cause, int zone) {
        String name = topology.zones().get(zone);
        listener.faultBegan(cause, "zone " + name);
        return name;
    }

    private List<Integer> broker(Cause cause, int broker) {
        listener.faultBegan(cause, "broker " + broker);
        return List.of(broker);
    }

    /** An account of its own fails by itself; one that all share, with all. */
    private List<Integer> accounts(BackgroundFault fault, Cause cause, int unit) {
        if (fault.per() == BackgroundFault.Per.BROKER) {
            return broker(cause, unit);
        }
        listener.faultBegan(cause, "cluster");
        return List.of();
    }

    private Duration cluster(Cause cause, Duration duration) {
        listener.faultBegan(cause, "cluster");
        return duration;
    }
}
