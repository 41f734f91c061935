package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** kube-scheduler's decision: filters first, then scores, then the stream of luck among equals. */
public final class Scheduler {

    private final SchedulerCache cache;
    private final List<Filter> filters;
    private final Optional<NodeAffinity> affinity;
    private final Scoring scoring = new Scoring();
    private final List<NodeState> candidates = new ArrayList<>();

    /** Creates a scheduler that runs all filters over {@code cache}. */
    public Scheduler(SchedulerCache cache) {
        this(cache, EnumSet.allOf(Plugin.class), Optional.empty());
    }

    /** Creates a scheduler that runs only some filters; {@code added} is an affinity that it adds to every pod's. */
    public Scheduler(SchedulerCache cache, Set<Plugin> plugins, Optional<NodeSelector> added) {
        this.cache = cache;
        this.filters = List.<Filter>of(
                        new SchedulingGates(),
                        new NodeUnschedulable(),
                        new NodeName(),
                        new TaintToleration(),
                        new NodeAffinity(added),
                        new NodePorts(),
                        new NodeResourcesFit(),
                        new VolumeRestrictions(),
                        new NodeVolumeLimits(),
                        new VolumeBinding(),
                        new VolumeZone(),
                        new PodTopologySpread(),
                        new InterPodAffinity())
                .stream()
                .filter(filter -> plugins.contains(filter.plugin()))
                .toList();
        this.affinity =
                plugins.contains(Plugin.NODE_AFFINITY) ? Optional.of(new NodeAffinity(added)) : Optional.empty();
    }

    /** Returns the node for an unbound pod, or null when it fits nowhere; equally good nodes are chosen from by {@code ties}. */
    public @Nullable NodeState choose(PodState pod, Stream ties) {
        candidates.clear();
        if (!prepare(pod).fits()) {
            return null;
        }
        for (NodeState node : cache.nodes()) {
            if (judge(pod, node).fits()) {
                candidates.add(node);
            }
        }
        scoring.keepBest(pod, cache, candidates);
        return switch (candidates.size()) {
            case 0 -> null;
            case 1 -> candidates.get(0);
            default -> candidates.get(ties.index(candidates.size()));
        };
    }

    /** Returns what the scheduler says of an unbound pod, node by node. */
    public Placement explain(PodState pod) {
        Verdict prepared = prepare(pod);
        List<Placement.OnNode> onNodes = new ArrayList<>();
        for (NodeState node : cache.nodes()) {
            Verdict verdict = prepared.fits() ? judge(pod, node) : prepared;
            onNodes.add(new Placement.OnNode(node.name(), verdict));
        }
        Optional<String> beforehand =
                prepared.fits() ? Optional.empty() : Optional.of(String.join(", ", prepared.reasons()));
        return new Placement(pod.pod().id(), onNodes, beforehand, Optional.empty());
    }

    /** Returns what the scheduler says of an unbound pod, node by node, and whether others could make room where it fits nowhere. */
    public Placement explainWithPreemption(PodState pod) {
        Placement plain = explain(pod);
        return plain.schedulable() || plain.nodes().isEmpty()
                ? plain
                : new Placement(
                        plain.pod(),
                        plain.nodes(),
                        plain.beforehand(),
                        Optional.of(Preemption.of(pod, cache, this, plain.nodes())));
    }

    /** Returns whether an unbound pod fits on a node. */
    public boolean fits(PodState pod, NodeState node) {
        return judgeAlone(pod, node).fits();
    }

    /** Returns what the scheduler says of an unbound pod on one node. */
    Verdict judgeAlone(PodState pod, NodeState node) {
        Verdict prepared = prepare(pod);
        return prepared.fits() ? judge(pod, node) : prepared;
    }

    private Verdict prepare(PodState pod) {
        for (Filter filter : filters) {
            Verdict verdict = filter.prepare(pod, cache);
            if (!verdict.fits()) {
                return verdict;
            }
        }
        return Verdict.FITS;
    }

    private Verdict judge(PodState pod, NodeState node) {
        if (affinity.isPresent() && !affinity.get().names(pod, node)) {
            return NodeAffinity.NOT_NAMED;
        }
        for (Filter filter : filters) {
            Verdict verdict = filter.judge(pod, node);
            if (!verdict.fits()) {
                return verdict;
            }
        }
        return Verdict.FITS;
    }
}
