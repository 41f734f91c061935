package dev.brokerfall.kubernetes.objects;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How unevenly pods may lie over the domains of a topology.
 *
 * <p>Source: Kubernetes, "Pod Topology Spread Constraints".
 *
 * @param maxSkew how many more matching pods a domain may have than the emptiest one
 * @param doNotSchedule whether a node that breaks it is refused, rather than only scored lower
 * @param selector of the pods that count; empty selects none
 * @param minDomains with fewer domains the emptiest counts as 0; empty for 1
 * @param honorAffinity whether only nodes that the pod's node affinity allows form domains; Kubernetes' default is true
 * @param honorTaints whether only nodes whose taints the pod tolerates form domains; Kubernetes' default is false
 */
public record TopologySpreadConstraint(
        int maxSkew,
        String topologyKey,
        boolean doNotSchedule,
        Optional<LabelSelector> selector,
        OptionalInt minDomains,
        boolean honorAffinity,
        boolean honorTaints) {}
