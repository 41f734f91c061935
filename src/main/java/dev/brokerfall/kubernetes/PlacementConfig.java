package dev.brokerfall.kubernetes;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.Optional;

/**
 * How the workload's pods are kept apart.
 *
 * @param topology what two pods must not, or should not, share
 * @param antiAffinity how strictly
 * @param spread a topology spread constraint over zones, if there is one
 */
public record PlacementConfig(Topology topology, Mode antiAffinity, Optional<Spread> spread) {

    /** A domain of nodes. */
    public enum Topology {
        ZONE("topology.kubernetes.io/zone"),
        NODE("kubernetes.io/hostname");

        private final String key;

        Topology(String key) {
            this.key = key;
        }

        /** Returns the node label that names the domain. */
        public String key() {
            return key;
        }
    }

    /** How strictly pods are kept apart. */
    public enum Mode {
        REQUIRED,
        PREFERRED,
        NONE
    }

    /**
     * A topology spread constraint over zones.
     *
     * @param maxSkew how many more pods one zone may have than another, at least 1
     * @param doNotSchedule whether a pod that would break it stays Pending
     */
    public record Spread(int maxSkew, boolean doNotSchedule) {
        public Spread {
            checkArgument(maxSkew >= 1, "maxSkew must be at least 1, was %s", maxSkew);
        }
    }
}
