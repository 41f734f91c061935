package dev.brokerfall.world;

import com.google.common.collect.ImmutableList;
import dev.brokerfall.cluster.Slot;
import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.fault.Stage;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.hosts.Hosts;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.storage.IronEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Faults on DC/OS-like agents. */
record HostsStage(Hosts hosts, Topology topology, Duration healing, ProcessStage processes) implements Stage {

    @Override
    public void nodeCrash(NodeChoice node, Optional<Duration> duration, Cause cause) {
        Duration down = duration.orElse(healing);
        agents(node).forEach(agent -> hosts.heal(agent, down, cause));
    }

    @Override
    public void nodeReboot(NodeChoice node, Cause cause) {
        agents(node).forEach(agent -> hosts.reboot(agent, cause));
    }

    @Override
    public void nodeFreeze(NodeChoice node, Duration duration, Cause cause) {
        agents(node).forEach(agent -> hosts.freeze(agent, duration, cause));
    }

    @Override
    public void nodeRedeploy(NodeChoice node, Cause cause) {
        agents(node).forEach(agent -> hosts.redeploy(agent, cause));
    }

    @Override
    public void nodeLoss(NodeChoice node, Optional<Duration> refill, Cause cause) {
        agents(node).forEach(agent -> hosts.lose(agent, refill, cause));
    }

    @Override
    public void powerLoss(NodeChoice node, Duration duration, Cause cause) {
        agents(node).forEach(agent -> hosts.powerLoss(agent, duration, cause));
    }

    @Override
    public void zoneMaintenance(TimelineEvent.ZoneMaintenance maintenance, Cause cause) {
        RandomDuration out = RandomDuration.constant(maintenance.duration());
        switch (maintenance.strategy()) {
            case FREEZE ->
                hosts.agentsOf(maintenance.zone()).forEach(agent -> hosts.freeze(agent, maintenance.duration(), cause));
            case REBOOT ->
                hosts.zoneMaintenance(maintenance.zone(), IronEvent.GUEST_REBOOT, out, maintenance.oneAtATime(), cause);
            case REDEPLOY ->
                hosts.zoneMaintenance(maintenance.zone(), IronEvent.REDEPLOY, out, maintenance.oneAtATime(), cause);
        }
    }

    @Override
    public void zoneOutage(String zone, double fraction, Duration duration, Cause cause) {
        hosts.zoneOutage(zone, fraction, duration, cause);
    }

    @Override
    public void zonePartition(String zone, Duration duration, Cause cause) {
        hosts.zonePartition(zone, duration, cause);
    }

    @Override
    public void controlPlaneOutage(Duration duration, Cause cause) {
        // Agents run on without a master; nothing here waits for one.
    }

    @Override
    public void diskUnavailable(List<Integer> brokers, Duration duration, Cause cause) {
        brokers.forEach(broker -> hosts.diskUnavailable(broker, duration, cause));
    }

    @Override
    public boolean carries(NodeChoice machines, int broker) {
        return agents(machines).contains(hosts.agentOf(broker));
    }

    private List<Integer> agents(NodeChoice choice) {
        if (choice instanceof NodeChoice.OfZone zone) {
            return hosts.agentsOf(zone.zone());
        }
        if (choice instanceof NodeChoice.OfBrokers brokers) {
            return brokers.brokers().stream().map(hosts::agentOf).distinct().toList();
        }
        OptionalInt agent = OptionalInt.empty();
        if (choice instanceof NodeChoice.Named named) {
            agent = hosts.agent(named.node());
        } else if (choice instanceof NodeChoice.Slot slot) {
            agent = hosts.agent(new Slot(topology.zones().get(slot.zone()), slot.index()));
        }
        return agent.isPresent() ? ImmutableList.of(agent.getAsInt()) : ImmutableList.of();
    }
}
