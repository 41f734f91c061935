package dev.brokerfall.kubernetes.objects;

/** A volume that is attached to a node, or shall be. */
public record VolumeAttachment(String name, String driver, String nodeName, String volumeName, boolean attached) {}
