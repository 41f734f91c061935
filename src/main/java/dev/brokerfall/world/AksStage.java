package dev.brokerfall.world;

import com.google.common.collect.ImmutableList;
import dev.brokerfall.cluster.Slot;
import dev.brokerfall.fault.NodeChoice;
import dev.brokerfall.fault.ProcessStage;
import dev.brokerfall.fault.Stage;
import dev.brokerfall.fault.TimelineEvent;
import dev.brokerfall.fault.Topology;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.kubernetes.Kubernetes;
import dev.brokerfall.kubernetes.MaintenancePace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Faults on AKS.
 *
 * @param healing how long service healing takes when a scenario does not say
 * @param notice how long before a redeploy Azure announces it
 */
record AksStage(Kubernetes kubernetes, Topology topology, Duration healing, Duration notice, ProcessStage processes)
        implements Stage {

    @Override
    public void nodeCrash(NodeChoice node, Optional<Duration> duration, Cause cause) {
        nodes(node).forEach(number -> kubernetes.nodeHeal(number, duration.orElse(healing), cause));
    }

    @Override
    public void nodeReboot(NodeChoice node, Cause cause) {
        nodes(node).forEach(number -> kubernetes.nodeReboot(number, cause));
    }

    @Override
    public void nodeFreeze(NodeChoice node, Duration duration, Cause cause) {
        for (int number : nodes(node)) {
            if (kubernetes.mayFreeze(number)) {
                kubernetes.nodeFreeze(number, duration, cause);
            } else {
                kubernetes.nodeRedeploy(number, notice, cause);
            }
        }
    }

    @Override
    public void nodeRedeploy(NodeChoice node, Cause cause) {
        nodes(node).forEach(number -> kubernetes.nodeRedeploy(number, notice, cause));
    }

    @Override
    public void nodeReimage(NodeChoice node, Cause cause) {
        nodes(node).forEach(number -> kubernetes.nodeReimage(number, cause));
    }

    @Override
    public void nodeLoss(NodeChoice node, Optional<Duration> refill, Cause cause) {
        nodes(node).forEach(number -> kubernetes.nodeLoss(number, refill, cause));
    }

    @Override
    public void replaceNode(NodeChoice node, Optional<Duration> drainTimeout, Optional<String> zone, Cause cause) {
        nodes(node).forEach(number -> kubernetes.replaceNode(number, drainTimeout, zone, cause));
    }

    @Override
    public void powerLoss(NodeChoice node, Duration duration, Cause cause) {
        if (node instanceof NodeChoice.OfZone zone) {
            kubernetes.zonePowerLoss(zone.zone(), duration, cause);
        } else {
            nodes(node).forEach(number -> kubernetes.powerLoss(number, duration, cause));
        }
    }

    @Override
    public void cordonNode(NodeChoice node, Cause cause) {
        nodes(node).forEach(number -> kubernetes.cordon(number, cause));
    }

    @Override
    public void drainNode(NodeChoice node, Cause cause) {
        nodes(node).forEach(number -> kubernetes.drain(number, cause));
    }

    @Override
    public void zoneDrain(String zone, Optional<Duration> uncordonAfter, Cause cause) {
        kubernetes.zoneDrain(zone, uncordonAfter, cause);
    }

    @Override
    public void zoneMaintenance(TimelineEvent.ZoneMaintenance maintenance, Cause cause) {
        kubernetes.zoneMaintenance(
                maintenance.zone(),
                switch (maintenance.strategy()) {
                    case FREEZE -> Kubernetes.Maintenance.FREEZE;
                    case REBOOT -> Kubernetes.Maintenance.REBOOT;
                    case REDEPLOY -> Kubernetes.Maintenance.REDEPLOY;
                },
                maintenance.notice(),
                maintenance.duration(),
                pace(maintenance),
                cause);
    }

    private static MaintenancePace pace(TimelineEvent.ZoneMaintenance maintenance) {
        if (maintenance.updateDomains().isPresent()) {
            return new MaintenancePace.ByUpdateDomain(
                    maintenance.updateDomains().get(), maintenance.pause());
        }
        return maintenance.oneAtATime() ? new MaintenancePace.OneAtATime() : new MaintenancePace.AllTogether();
    }

    @Override
    public void nodePoolUpgrade(String pool, Optional<Integer> maxSurge, Cause cause) {
        kubernetes.nodePoolUpgrade(pool, maxSurge.map(OptionalInt::of).orElseGet(OptionalInt::empty), cause);
    }

    @Override
    public void rollingUpdate(Cause cause) {
        kubernetes.rollingUpdate(cause);
    }

    @Override
    public void deletePods(Map<String, String> selector, Cause cause) {
        String text = new TreeMap<>(selector)
                .entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .collect(Collectors.joining(","));
        kubernetes.deletePods(text, cause);
    }

    @Override
    public void deleteVolumeClaim(List<Integer> brokers, Cause cause) {
        brokers.forEach(broker -> kubernetes.deleteVolumeClaim(broker, cause));
    }

    @Override
    public void scaleNodes(String zone, int to, Cause cause) {
        kubernetes.scaleNodes(zone, to, cause);
    }

    @Override
    public void zoneEmptied(String zone, Duration noticedAfter, Cause cause) {
        kubernetes.emptyZone(zone, noticedAfter, cause);
    }

    @Override
    public void diskFilled(NodeChoice node, Duration duration, Cause cause) {
        nodes(node).forEach(number -> kubernetes.diskFilled(number, duration, cause));
    }

    @Override
    public void clusterUpgrade(Cause cause) {
        kubernetes.clusterUpgrade(cause);
    }

    @Override
    public void outOfServiceTaint(NodeChoice node, Cause cause) {
        nodes(node).forEach(number -> kubernetes.outOfServiceTaint(number, cause));
    }

    @Override
    public void zoneOutage(String zone, double fraction, Duration duration, Cause cause) {
        kubernetes.zoneOutage(zone, fraction, duration, cause);
    }

    @Override
    public void zonePartition(String zone, Duration duration, Cause cause) {
        kubernetes.zonePartition(zone, duration, cause);
    }

    @Override
    public void controlPlaneOutage(Duration duration, Cause cause) {
        kubernetes.controlPlaneOutage(duration, cause);
    }

    @Override
    public void diskUnavailable(List<Integer> brokers, Duration duration, Cause cause) {
        brokers.forEach(broker -> kubernetes.diskUnavailable(broker, duration, cause));
    }

    @Override
    public void storageAccountOutage(List<Integer> brokers, Duration duration, Cause cause) {
        if (brokers.isEmpty()) {
            kubernetes.storageAccountOutage(duration, cause);
        }
        brokers.forEach(broker -> kubernetes.storageAccountOutage(broker, duration, cause));
    }

    @Override
    public void attachSlow(double factor, Duration duration, Cause cause) {
        kubernetes.attachSlow(factor, duration, cause);
    }

    @Override
    public void allocationFailure(String zone, Duration duration, Cause cause) {
        kubernetes.allocationFailure(zone, duration, cause);
    }

    @Override
    public boolean carries(NodeChoice machines, int broker) {
        OptionalInt node = kubernetes.nodeOf(broker);
        return node.isPresent() && nodes(machines).contains(node.getAsInt());
    }

    private List<Integer> nodes(NodeChoice choice) {
        if (choice instanceof NodeChoice.OfBrokers brokers) {
            return brokers.brokers().stream()
                    .map(kubernetes::nodeOf)
                    .filter(OptionalInt::isPresent)
                    .map(OptionalInt::getAsInt)
                    .distinct()
                    .toList();
        }
        OptionalInt node = OptionalInt.empty();
        if (choice instanceof NodeChoice.Named named) {
            node = kubernetes.node(named.node());
        } else if (choice instanceof NodeChoice.OfPod pod) {
            OptionalInt process = kubernetes.process(pod.pod());
            node = process.isPresent() ? kubernetes.nodeOf(process.getAsInt()) : OptionalInt.empty();
        } else if (choice instanceof NodeChoice.Slot slot) {
            node = kubernetes.node(new Slot(topology.zones().get(slot.zone()), slot.index()));
        } else if (choice instanceof NodeChoice.OfZone zone) {
            return kubernetes.nodesOf(zone.zone());
        }
        return node.isPresent() ? ImmutableList.of(node.getAsInt()) : ImmutableList.of();
    }
}
