package dev.brokerfall.kubernetes;

/** What can be due in a playing cluster. */
enum Kind {

    /** A lease has been silent for too long. */
    NODE_NOT_READY(true),

    /** A zone's limiter lets the next lost node be tainted. */
    NODE_TAINT(true),

    /** The cloud is asked whether a lost node's machine exists. */
    NODE_CLOUD_POLL(true),

    /** Orphaned pods of a node are collected. */
    NODE_POD_GC(true),

    /** Someone says that a lost node is out of service. */
    NODE_OUT_OF_SERVICE(true),

    /** AKS auto-repair acts on a lost node. */
    NODE_REPAIR(false),

    /** A kubelet looks at how much disk is left. */
    NODE_DISK_CHECK(false),

    /** One reason for a machine to be down is over. */
    MACHINE_RELEASED(false),

    /** A machine's pause is over. */
    MACHINE_THAWED(false),

    /** A machine's network is back. */
    MACHINE_HEALED(false),

    /** Azure's notice is over: the machine is worked on. */
    MACHINE_NOTICE_OVER(false),

    /** The pause between two update domains is over: target is the number of the maintenance. */
    MAINTENANCE_RESUMED(false),

    /** A new machine is ready. */
    MACHINE_PROVISIONED(false),

    /** A slot gets a new machine. */
    MACHINE_REFILL(false),

    /** A pod that could not be placed when the cluster began is announced. */
    POD_UNPLACED(false),

    /** The stage a pod is in has lasted its time: started, unmounted, or killed after its grace. */
    POD_STAGE(false),

    /** A pod no longer puts up with its node's taint. */
    POD_EVICTED(true),

    /** Someone deletes the claim of a pod that can start nowhere. */
    POD_CLAIM_DELETED(true),

    /** A machine's next attach or detach operation begins. */
    DISK_OPERATION_BEGINS(true),

    /** A machine's attach or detach operation is done. */
    DISK_OPERATION_DONE(false),

    /** A volume is detached from a lost node by force. */
    DISK_FORCE_DETACH(true),

    /** A disk answers again. */
    DISK_AVAILABLE(false),

    /** Somebody has found that a share has to be mounted anew: payload is the mount it was found dead in. */
    SHARE_REMOUNT(true),

    /** A container whose volume stalls has failed its liveness probe for too long. */
    LIVENESS_FAILED(false),

    /** The operator reconciles. */
    OPERATOR_TICK(true),

    /** Refused evictions are tried again. */
    EVICTION_RETRY(true),

    /** A drain has lasted too long. */
    DRAIN_TIMEOUT(true),

    /** Nodes are uncordoned again. */
    UNCORDON(true),

    /** A zone that was scaled to no nodes gets its own again. */
    ZONE_REFILLED(true),

    /** An upgrade of a pool is due. */
    UPGRADE_DUE(true),

    /** A drained node has soaked. */
    UPGRADE_SOAKED(true),

    /** Someone looks after an upgrade that stopped. */
    UPGRADE_LOOKED_AFTER(true),

    /** The cluster autoscaler looks at the pods that have no place. */
    AUTOSCALER_SCAN(true),

    /** A node that the autoscaler asked for is there, or its time is over. */
    AUTOSCALER_NODE(false),

    /** A node has been unready for so long that the autoscaler takes it away. */
    AUTOSCALER_UNREADY(true),

    /** The control plane answers again. */
    CONTROL_PLANE_BACK(false);

    static final Kind[] ALL = values();

    private final boolean ofControlPlane;

    Kind(boolean ofControlPlane) {
        this.ofControlPlane = ofControlPlane;
    }

    /** Returns the number under which it stands on the agenda; it lives no longer than a run. */
    @SuppressWarnings("EnumOrdinal")
    int code() {
        return ordinal();
    }

    /** Returns whether it cannot happen while the control plane is down. */
    boolean ofControlPlane() {
        return ofControlPlane;
    }
}
