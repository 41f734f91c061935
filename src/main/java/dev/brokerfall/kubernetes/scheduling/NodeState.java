package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node as the scheduler sees it: what it offers, what keeps pods away, and the pods on it. */
public final class NodeState {

    static final Taint CORDONED = new Taint(Taint.UNSCHEDULABLE, "", Taint.Effect.NO_SCHEDULE);

    private final int ordinal;
    private final Node node;
    private final List<Taint> taints;
    private final List<PodState> pods = new ArrayList<>();
    private final List<String> attachedWithoutPod = new ArrayList<>();
    private boolean unschedulable;
    private long cpuMillis;
    private long memoryBytes;
    private long ephemeralBytes;
    private final Map<String, Long> extended = new LinkedHashMap<>();

    NodeState(int ordinal, Node node) {
        this.ordinal = ordinal;
        this.node = node;
        this.taints = new ArrayList<>(node.taints());
        this.unschedulable = node.unschedulable();
    }

    /** Returns the node. */
    public Node node() {
        return node;
    }

    /** Returns its name. */
    public String name() {
        return node.name();
    }

    /** Returns whether it is cordoned. */
    public boolean unschedulable() {
        return unschedulable;
    }

    /** Cordons or uncordons it; the taint that goes with a cordon comes and goes too (pkg/controller/nodelifecycle). */
    public void unschedulable(boolean isUnschedulable) {
        unschedulable = isUnschedulable;
        taints.removeIf(taint -> taint.key().equals(Taint.UNSCHEDULABLE));
        if (isUnschedulable) {
            taints.add(CORDONED);
        }
    }

    /** Returns its taints. */
    public List<Taint> taints() {
        return taints;
    }

    /** Returns the pods bound to it. */
    public List<PodState> pods() {
        return pods;
    }

    int ordinal() {
        return ordinal;
    }

    /** Returns the value of a label, or null. */
    @Nullable String label(String key) {
        return node.labels().get(key);
    }

    long cpuMillis() {
        return cpuMillis;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    long ephemeralBytes() {
        return ephemeralBytes;
    }

    /** Returns how much of an extended resource is requested. */
    long extended(String name) {
        return extended.getOrDefault(name, 0L);
    }

    /** Returns volumes attached here that no pod on this node names, as {@code driver/handle}. */
    List<String> attachedWithoutPod() {
        return attachedWithoutPod;
    }

    void add(PodState pod) {
        pods.add(pod);
        account(pod.pod().template().requests(), 1);
    }

    void remove(PodState pod) {
        pods.remove(pod);
        account(pod.pod().template().requests(), -1);
    }

    private void account(Resources requests, int sign) {
        cpuMillis += sign * requests.cpuMillis();
        memoryBytes += sign * requests.memoryBytes();
        ephemeralBytes += sign * requests.ephemeralBytes();
        for (Map.Entry<String, Long> one : requests.extended().entrySet()) {
            extended.merge(one.getKey(), sign * one.getValue(), Long::sum);
        }
    }
}
