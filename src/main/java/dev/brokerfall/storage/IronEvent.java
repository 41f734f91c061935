package dev.brokerfall.storage;

/** What can happen to the machine below a volume, mildest first. */
public enum IronEvent {

    /** The container restarts, on its node, in its pod. */
    CONTAINER_RESTART,

    /** The guest shuts down in order and boots on the same host. */
    GUEST_REBOOT,

    /** The guest loses its memory and boots on the same host: a kernel panic, a host that resets. */
    CRASH,

    /** The hall loses power; the same hosts come back. */
    POWER_LOSS,

    /** The pod is deleted and may come up on another node. */
    POD_MOVE,

    /** The node's system disk is written anew, as each node-image upgrade does. */
    REIMAGE,

    /** The machine moves to another host: redeploy, or service healing. */
    REDEPLOY,

    /** The machine is stopped and its host given back. */
    DEALLOCATE,

    /** The machine no longer exists. */
    VM_LOSS
}
