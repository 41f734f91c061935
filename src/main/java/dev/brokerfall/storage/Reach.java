package dev.brokerfall.storage;

/** From where a volume can be used. */
public enum Reach {

    /** Only by the pod it was made for: it dies with it. */
    POD,

    /** Only on the node it was made on. */
    NODE,

    /** On every node of the zone it was made in. */
    ZONE,

    /** On every node of the region. */
    REGION
}
