package dev.brokerfall.scenario.spec;

import dev.brokerfall.kubernetes.NodePoolConfig;
import dev.brokerfall.kubernetes.UpgradeConfig;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import dev.brokerfall.scenario.format.Meaning;
import dev.brokerfall.unit.DataRate;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the brokers run on. */
public sealed interface PlatformSpec permits PlatformSpec.Aks, PlatformSpec.Hosts, PlatformSpec.Bare {

    /** Azure Kubernetes Service. */
    @Meaning("Azure Kubernetes Service.")
    @ExactlyOne({"nodePools", "manifests"})
    record Aks(
            @Key(value = "Version of Kubernetes.", catalogue = "kubernetes.version")
            String kubernetes,

            @Key(value = "Azure region.", preset = "westus2")
            String region,

            @Key("Pools of equal nodes.") List<NodePoolSpec> nodePools,

            @Key("Files of Kubernetes objects to start from, relative to the scenario.")
            List<String> manifests)
            implements PlatformSpec {}

    /** DC/OS-like agents whose tasks are pinned to the agent that holds their data. */
    @Meaning("DC/OS-like agents whose tasks are pinned to the agent that holds their data.")
    record Hosts(
            @Key(value = "Names of the zones.", nonEmpty = true)
            List<String> zones,

            @Key(value = "Agents in each zone.", min = 1, max = 1000)
            int agentsPerZone,

            @Key("Size of the agents' VMs.") String vmSize,

            @Key("Planned restarts of the agents, one after the other.")
            Optional<MaintenanceSpec> maintenance,

            @Key(value = "From an agent's return until its tasks are started again.", catalogue = "hosts.restart")
            RandomDuration restartAfter,

            @Key(
                    value = "From the loss of a broker's data until a human has replaced its pod.",
                    catalogue = "hosts.replaceAfter")
            RandomDuration replaceAfter)
            implements PlatformSpec {}

    /** Nothing below the brokers but networks: processes start and stop only as the timeline says. */
    @Meaning("Nothing below the brokers but networks: processes start and stop only as the timeline says.")
    record Bare(
            @Key(value = "What each broker's network carries, each way; left out, without limit.", positive = true)
            Optional<DataRate> nic,

            @Key("Brokers whose network is another, as that of a fresh instance with burst credits is.")
            List<BareBrokerSpec> brokers)
            implements PlatformSpec {}

    /** A broker that is not like the others. */
    record BareBrokerSpec(
            @Key("The broker.") int broker,

            @Key(value = "What its network carries, each way.", positive = true)
            DataRate nic) {}

    /** Planned restarts. */
    record MaintenanceSpec(
            @Key(
                    value = "From one round to the next; left out, as often as the AKS pool beside it is upgraded.",
                    catalogue = "hosts.maintenance.every",
                    positive = true)
            Duration every,

            @Key(value = "How long an agent is out.", catalogue = "hosts.maintenance.duration")
            RandomDuration duration,

            @Key(
                    value = "Whether each restart waits until every partition is fully in sync.",
                    catalogue = "hosts.maintenance.waitForFullIsr")
            boolean waitForFullIsr) {}

    /** A pool of equal nodes. */
    @ExactlyOne({"nodesPerZone", "nodes"})
    record NodePoolSpec(
            @Key("Name.") String name,
            @Key("Azure's name of the VM size.") String vmSize,

            @Key("Zones of the nodes; an empty list means no zones.")
            List<String> zones,

            @Key(value = "Nodes in each zone.", max = 1000) Optional<Integer> nodesPerZone,
            @Key(value = "Nodes in all.", max = 3000) Optional<Integer> nodes,

            @Key("What the OS disk is; left out, ephemeral where the VM size allows it.")
            Optional<NodePoolConfig.OsDisk> osDisk,

            @Key(value = "Where emptyDir volumes lie.", catalogue = "emptyDir.kubeletDisk")
            NodePoolConfig.KubeletDisk kubeletDisk,

            @Key(value = "How the nodes get new images.", preset = "{}")
            UpgradeSpec upgrade,

            @Key(value = "Whether Azure may take the nodes back at any time.", preset = "regular")
            Priority priority,

            @Key("How the cluster autoscaler grows the pool; left out, it keeps its size.")
            Optional<AutoscaleSpec> autoscale) {}

    /** How the cluster autoscaler treats a pool. */
    record AutoscaleSpec(
            @Key(value = "Nodes that the pool keeps at least.", max = 3000)
            int min,

            @Key(value = "Nodes that the pool may have at most.", min = 1, max = 3000)
            int max,

            @Key(
                    value = "Whether each zone has a group of its own, with an equal part of min and max, at which the "
                            + "autoscaler can aim.",
                    preset = "false")
            boolean perZone,

            @Key(value = "Whether the smallest of the groups that would help is grown.", preset = "false")
            boolean balanceSimilar) {}

    /** Whether Azure may take nodes back. */
    enum Priority {
        REGULAR,
        SPOT
    }

    /** How nodes get new images. */
    record UpgradeSpec(
            @Key(value = "Whether node images are renewed.", catalogue = "aks.upgrade.channel")
            UpgradeConfig.Channel channel,

            @Key(value = "From one upgrade to the next.", catalogue = "aks.upgrade.every", positive = true)
            Duration every,

            @Key(value = "Extra nodes while upgrading.", catalogue = "aks.upgrade.maxSurge", max = 100)
            int maxSurge,

            @Key(
                    value = "Nodes that may be out at once when there is no extra one.",
                    catalogue = "aks.upgrade.maxUnavailable",
                    max = 100)
            int maxUnavailable,

            @Key(
                    value = "How long a drain may take before the upgrade stops.",
                    catalogue = "aks.upgrade.drainTimeout",
                    positive = true)
            Duration drainTimeout,

            @Key(value = "Wait between a node's drain and its renewal.", catalogue = "aks.upgrade.soak")
            Duration soak,

            @Key("How long after it stopped an upgrade is tried again; left out, at the next regular time.")
            Optional<Duration> retry,

            @Key("Weekly window of planned maintenance in which upgrades may begin; left out, at any time.")
            Optional<WindowSpec> window) {}

    /** A weekly window; a trial begins on a Monday at midnight. */
    record WindowSpec(
            @Key("The day on which it opens.") DayOfWeek day,

            @Key(value = "How long after midnight it opens.", preset = "0h")
            Duration start,

            @Key(value = "How long it stays open; AKS asks for four hours at least.", preset = "4h", positive = true)
            Duration length) {}
}
