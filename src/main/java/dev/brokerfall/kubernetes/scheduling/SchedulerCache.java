package dev.brokerfall.kubernetes.scheduling;

import static com.google.common.base.Preconditions.checkState;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.objects.Node;
import dev.brokerfall.kubernetes.objects.PersistentVolume;
import dev.brokerfall.kubernetes.objects.PersistentVolumeClaim;
import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.StorageCapacity;
import dev.brokerfall.kubernetes.objects.StorageClass;
import dev.brokerfall.kubernetes.objects.VolumeAttachment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cluster as the scheduler sees it at this instant; whoever plays the cluster keeps it current. */
public final class SchedulerCache {

    private final List<NodeState> nodes = new ArrayList<>();
    private final List<PodState> pods = new ArrayList<>();
    private final Map<String, PersistentVolume> volumes = new LinkedHashMap<>();
    private final Map<String, PersistentVolumeClaim> claims = new LinkedHashMap<>();
    private final Map<String, StorageClass> classes = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> namespaces = new LinkedHashMap<>();
    private final List<StorageCapacity> capacities;
    private final Set<String> capacityDrivers;
    private int nextNode;

    /** Creates the view of a cluster that has these objects; finished pods hold nothing and are left out. */
    public SchedulerCache(ClusterObjects objects) {
        namespaces.putAll(objects.namespaces());
        capacities = objects.capacities();
        capacityDrivers = objects.capacityDrivers();
        objects.storageClasses().forEach(one -> classes.put(one.name(), one));
        objects.volumes().forEach(this::put);
        objects.claims().forEach(this::put);
        objects.nodes().forEach(this::addNode);
        for (Pod pod : objects.pods()) {
            if (!pod.finished()) {
                addPod(pod);
            }
        }
        objects.attachments().forEach(this::attach);
    }

    /** Returns the nodes, in order. */
    public List<NodeState> nodes() {
        return nodes;
    }

    /** Returns the pods, in order. */
    public List<PodState> pods() {
        return pods;
    }

    /** Returns the node of this name, or null. */
    public @Nullable NodeState node(String name) {
        for (NodeState node : nodes) {
            if (node.name().equals(name)) {
                return node;
            }
        }
        return null;
    }

    /** Adds a node. */
    public NodeState addNode(Node node) {
        NodeState state = new NodeState(nextNode++, node);
        nodes.add(state);
        return state;
    }

    /** Removes a node; its pods stay bound to its name, as orphans. */
    public void removeNode(NodeState node) {
        nodes.remove(node);
    }

    /** Puts a node that was removed back, as the same node. */
    public void restoreNode(NodeState node) {
        checkState(!nodes.contains(node), "node %s is here already", node.name());
        nodes.add(node);
    }

    /** Adds a pod, bound where its object says. */
    public PodState addPod(Pod pod) {
        PodState state = new PodState(pods.size(), pod);
        pods.add(state);
        pod.nodeName().ifPresent(name -> {
            NodeState node = node(name);
            if (node != null) {
                bind(state, node);
            }
        });
        return state;
    }

    /** Binds a pod to a node. */
    public void bind(PodState pod, NodeState node) {
        checkState(pod.node() == null, "pod %s is bound already", pod.pod().id());
        pod.bind(node);
        node.add(pod);
    }

    /** Marks a pod for deletion. */
    public void terminate(PodState pod) {
        pod.mark(true);
    }

    /** A pod's object is gone; as the next of its identity it is bound to nothing. */
    public void renew(PodState pod) {
        unbind(pod);
        pod.mark(false);
    }

    /** Takes a pod off its node. */
    public void unbind(PodState pod) {
        NodeState node = pod.node();
        if (node != null) {
            node.remove(pod);
            pod.bind(null);
        }
    }

    /** Adds or replaces a volume. */
    public void put(PersistentVolume volume) {
        volumes.put(volume.name(), volume);
    }

    /** Adds or replaces a claim. */
    public void put(PersistentVolumeClaim claim) {
        claims.put(claim.id(), claim);
    }

    /** Removes a volume. */
    public void removeVolume(String name) {
        volumes.remove(name);
    }

    /** Returns the volume of this name, or null. */
    public @Nullable PersistentVolume volume(String name) {
        return volumes.get(name);
    }

    /** Returns the claim {@code namespace/name}, or null. */
    public @Nullable PersistentVolumeClaim claim(String id) {
        return claims.get(id);
    }

    Iterable<PersistentVolume> volumes() {
        return volumes.values();
    }

    @Nullable StorageClass storageClass(String name) {
        return classes.get(name);
    }

    /** Returns whether a driver says how much it can still make. */
    boolean tracksCapacity(String driver) {
        return capacityDrivers.contains(driver);
    }

    List<StorageCapacity> capacities() {
        return capacities;
    }

    Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }

    private void attach(VolumeAttachment attachment) {
        NodeState node = node(attachment.nodeName());
        PersistentVolume volume = volumes.get(attachment.volumeName());
        if (node != null) {
            String handle = volume == null ? attachment.volumeName() : volume.handle();
            node.attachedWithoutPod().add(attachment.driver() + "/" + handle);
        }
    }
}
