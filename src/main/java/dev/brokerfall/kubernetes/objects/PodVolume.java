package dev.brokerfall.kubernetes.objects;

/** A volume as a pod names it. */
public sealed interface PodVolume {

    /** Returns the name within the pod. */
    String name();

    /** A claim of the pod's namespace. */
    record Claim(String name, String claim) implements PodVolume {}

    /** A claim that is made with the pod and called {@code <pod>-<name>}. */
    record Ephemeral(String name) implements PodVolume {}

    /** A directory that lives as long as the pod. */
    record EmptyDir(String name, boolean memory) implements PodVolume {}

    /** Anything that does not decide placement: a ConfigMap, a Secret. */
    record Other(String name) implements PodVolume {}
}
