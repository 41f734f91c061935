package dev.brokerfall.kubernetes.objects;

/**
 * A port that a pod takes from its node.
 *
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param address of the node it listens on; {@code 0.0.0.0} for all
 */
public record HostPort(String protocol, String address, int port) {

    private static final String ALL = "0.0.0.0";

    /** Returns whether two pods cannot have both on one node (pkg/scheduler/framework/types.go, HostPortInfo). */
    public boolean conflictsWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (address.equals(other.address) || address.equals(ALL) || other.address.equals(ALL));
    }
}
