package dev.brokerfall.kubernetes.objects;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod.
 *
 * @param nodeName the node it is bound to; empty while it is Pending
 * @param terminating whether it is marked for deletion
 * @param finished whether it has run to its end and holds nothing any more
 * @param owner the controller that would create it again, such as {@code StatefulSet/echo}; empty for none
 */
public record Pod(
        String namespace,
        String name,
        PodTemplate template,
        Optional<String> nodeName,
        boolean terminating,
        boolean finished,
        Optional<String> owner) {

    /** Returns its labels. */
    public Map<String, String> labels() {
        return template.labels();
    }

    /** Returns what it asks of its node. */
    public PodRules rules() {
        return template.rules();
    }

    /** Returns {@code namespace/name}. */
    public String id() {
        return namespace + "/" + name;
    }

    /** Returns the names of the claims it mounts. */
    public List<String> claims() {
        return template.volumes().stream()
                .flatMap(volume -> volume instanceof PodVolume.Claim claim
                        ? Optional.of(claim.claim()).stream()
                        : volume instanceof PodVolume.Ephemeral ephemeral
                                ? Optional.of(name + "-" + ephemeral.name()).stream()
                                : Optional.<String>empty().stream())
                .toList();
    }

    /** Returns this pod as its controller would create it again: bound to no node, living. */
    public Pod anew() {
        return new Pod(namespace, name, template, Optional.empty(), false, false, owner);
    }
}
