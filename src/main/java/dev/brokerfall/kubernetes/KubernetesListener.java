package dev.brokerfall.kubernetes;

import dev.brokerfall.kernel.Cause;
import java.util.function.Supplier;

/** Hears what happens to nodes, pods and volumes, in the words of the timeline. Every method does nothing unless overridden. */
public interface KubernetesListener {

    /** A node is no longer ready, as the control plane sees it. */
    default void nodeNotReady(String node, String zone, Cause cause) {}

    /** A node is ready: new, or back. */
    default void nodeReady(String node, String zone) {}

    /** A node takes no new pods. */
    default void nodeCordoned(String node, String zone, Cause cause) {}

    /** A node takes pods again. */
    default void nodeUncordoned(String node, String zone) {}

    /** A node object is gone. */
    default void nodeDeleted(String node, String zone, Cause cause) {}

    /** A pod's object is marked for deletion: it stops, as soon as its node hears of it. */
    default void podDeleted(int process, String pod, String node, Cause cause) {}

    /**
     * A pod is bound to a node.
     *
     * @param moved whether that is another node than the one it last ran on
     */
    default void podScheduled(int process, String pod, String node, boolean moved, Cause cause) {}

    /**
     * A pod fits nowhere.
     *
     * @param reason the scheduler's sentence, such as {@code 0/5 nodes are available: …}
     */
    default void podUnschedulable(int process, String pod, Supplier<String> reason, Cause cause) {}

    /** The kubelet has killed a container that failed its liveness probe and did not stop: exit code 137. */
    default void containerKilled(int process, String pod, String node, Cause cause) {}

    /** A disk is attached to a node. */
    default void volumeAttached(int process, String volume, String node) {}

    /** A disk is detached from a node. */
    default void volumeDetached(int process, String volume, String node) {}

    /** The data of a volume is gone for good. */
    default void volumeLost(int process, String volume, String node, Cause cause) {}

    /** A rolling upgrade of a pool begins. */
    default void upgradeBegan(String pool, Cause cause) {}

    /**
     * A rolling upgrade of a pool has ended.
     *
     * @param complete whether every node has the new image; if not, the upgrade has stopped
     * @param node the node whose drain outlasted its time, cordoned still; empty when that is not why it has ended
     * @param reason why it has ended, for people to read
     */
    default void upgradeEnded(String pool, boolean complete, String node, String reason, Cause cause) {}

    /** The operator has restarted every pod of an old revision. */
    default void rollEnded(Cause cause) {}
}
