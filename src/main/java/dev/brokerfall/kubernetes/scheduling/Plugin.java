package dev.brokerfall.kubernetes.scheduling;

import java.util.Arrays;
import java.util.Optional;

/** The filters of kube-scheduler that are known here, in the order in which it runs them (pkg/scheduler/apis/config/v1/default_plugins.go). */
public enum Plugin {
    SCHEDULING_GATES("SchedulingGates"),
    NODE_UNSCHEDULABLE("NodeUnschedulable"),
    NODE_NAME("NodeName"),
    TAINT_TOLERATION("TaintToleration"),
    NODE_AFFINITY("NodeAffinity"),
    NODE_PORTS("NodePorts"),
    NODE_RESOURCES_FIT("NodeResourcesFit"),
    VOLUME_RESTRICTIONS("VolumeRestrictions"),
    NODE_VOLUME_LIMITS("NodeVolumeLimits"),
    VOLUME_BINDING("VolumeBinding"),
    VOLUME_ZONE("VolumeZone"),
    POD_TOPOLOGY_SPREAD("PodTopologySpread"),
    INTER_POD_AFFINITY("InterPodAffinity");

    private final String kubernetesName;

    Plugin(String kubernetesName) {
        this.kubernetesName = kubernetesName;
    }

    /** Returns the plugin that kube-scheduler calls {@code name}, if it is known here. */
    public static Optional<Plugin> named(String name) {
        return Arrays.stream(values())
                .filter(plugin -> plugin.kubernetesName.equals(name))
                .findFirst();
    }

    /** Returns kube-scheduler's name for it. */
    public String kubernetesName() {
        return kubernetesName;
    }
}
