package dev.brokerfall.fault;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults that strike by chance.
 *
 * <p>Every unit has a sequence of arrivals of its own, drawn on the absolute time axis from a stream named by fault and unit, and
 * the length and extent of each arrival come from further streams of that unit. So the faults of a trial are the same whatever
 * cluster they strike, and whether or not a machine was there to be struck.
 */
public final class BackgroundFaults implements Actor {

    private static final int ARRIVAL = 0;
    private static final int END = 1;

    private final Agenda agenda;
    private final Topology topology;
    private final Stage stage;
    private final FaultListener listener;
    private final List<Sequence> sequences = new ArrayList<>();
    private final List<Cause> under = new ArrayList<>();

    /** The arrivals of one kind of fault in one unit. */
    private record Sequence(BackgroundFault fault, int unit, Stream arrivals, Stream lengths, Stream victims) {}

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
        this.stage = stage;
        this.listener = listener;
        for (BackgroundFault fault : faults) {
            String key = fault.kind().key();
            for (int unit = 0; unit < units(fault.per()); unit++) {
                sequences.add(new Sequence(
                        fault,
                        unit,
                        streams.stream("fault", key, fault.per(), unit, "arrivals"),
                        streams.stream("fault", key, fault.per(), unit, "lengths"),
                        streams.stream("fault", key, fault.per(), unit, "victims")));
                next(sequences.size() - 1);
            }
        }
    }

    @Override
    public void handle(int kind, int target, long payload) {
        if (kind == END) {
            listener.faultEnded(under.get(target));
            return;
        }
        Sequence sequence = sequences.get(target);
        next(target);
        strike(sequence);
    }

    private int units(BackgroundFault.Per per) {
        return switch (per) {
            case NODE -> topology.slots();
            case ZONE -> topology.zones().size();
            case BROKER -> topology.brokers();
            case CLUSTER -> 1;
        };
    }

    private void next(int index) {
        Sequence sequence = sequences.get(index);
        long delay = Math.max(1, sequence.fault().interarrival().drawMillis(sequence.arrivals()));
        if (delay <= Agenda.LATEST - agenda.now()) {
            agenda.after(delay, this, ARRIVAL, index, 0);
        }
    }

    private void strike(Sequence sequence) {
        BackgroundFault fault = sequence.fault();
        long length = Math.max(1, fault.duration().drawMillis(sequence.lengths()));
        double luck = sequence.victims().uniform();
        Cause cause = new Cause(fault.kind().key(), agenda.now());
        int victim = victim(fault, sequence.unit(), luck);
        Duration duration = Duration.ofMillis(length);
        switch (fault.kind()) {
            case NODE_CRASH -> stage.nodeCrash(began(cause, slot(victim)), Optional.of(duration), cause);
            case NODE_REBOOT -> stage.nodeReboot(began(cause, slot(victim)), cause);
            case NODE_FREEZE -> stage.nodeFreeze(began(cause, slot(victim)), duration, cause);
            case NODE_REDEPLOY -> stage.nodeRedeploy(began(cause, slot(victim)), cause);
            case ZONE_OUTAGE ->
                stage.zoneOutage(
                        zone(cause, victim), Math.min(1, fault.fraction().quantile(luck)), duration, cause);
            case ZONE_PARTITION -> stage.zonePartition(zone(cause, victim), duration, cause);
            case CONTROL_PLANE_OUTAGE -> stage.controlPlaneOutage(cluster(cause, duration), cause);
            case DISK_UNAVAILABLE -> stage.diskUnavailable(broker(cause, victim), duration, cause);
            case STORAGE_ACCOUNT_OUTAGE -> stage.storageAccountOutage(cluster(cause, duration), cause);
            case ATTACH_SLOW ->
                stage.attachSlow(Math.max(1, fault.fraction().quantile(luck)), cluster(cause, duration), cause);
            case ALLOCATION_FAILURE -> stage.allocationFailure(zone(cause, victim), duration, cause);
            case BROKER_KILL ->
                stage.processes().brokerKill(broker(cause, victim), false, Optional.of(duration), cause);
            case LOG_DIR_FAILURE -> stage.processes().logDirFailure(broker(cause, victim), Optional.empty(), cause);
        }
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

    private NodeChoice began(Cause cause, NodeChoice.Slot slot) {
        listener.faultBegan(
                cause,
                "machine " + slot.index() + " of zone " + topology.zones().get(slot.zone()));
        return slot;
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

    private Duration cluster(Cause cause, Duration duration) {
        listener.faultBegan(cause, "cluster");
        return duration;
    }
}
