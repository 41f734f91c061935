package dev.brokerfall.kubernetes.objects;

/**
 * What lies behind a volume.
 *
 * @param kind of storage
 * @param detail what the manifest says of it: a disk's SKU, a share's protocol; may be empty
 */
public record VolumeSource(Kind kind, String detail) {

    /** Kinds of storage. */
    public enum Kind {
        AZURE_DISK,
        AZURE_FILES,
        LOCAL,
        OTHER
    }
}
