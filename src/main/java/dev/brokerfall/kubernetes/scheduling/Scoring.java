package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the nodes that fit is best: those without taints that are better avoided, where fewer pods of the same kind lie, where
 * wished neighbours are and unwished ones are not, that meet the wishes for the node itself, where more is free, and where cores and
 * memory are used alike. Each part gives 0 to 100 points and counts with kube-scheduler's default weight
 * (pkg/scheduler/apis/config/v1/default_plugins.go): taints 3, spread 2, neighbours 2, node 2, free resources 1, balance 1. What
 * depends on images is left out.
 */
final class Scoring {

    private static final double FULL = 100;
    private static final int SPREAD_WEIGHT = 2;
    private static final int NEIGHBOUR_WEIGHT = 2;
    private static final int NODE_WEIGHT = 2;
    private static final int TAINT_WEIGHT = 3;
    private static final double EQUAL = 1e-9;

    private double[] total = new double[16];
    private double[] part = new double[16];

    /** Returns the best of {@code candidates}, those that share the highest score, in order. */
    void keepBest(PodState pod, SchedulerCache cache, List<NodeState> candidates) {
        int size = candidates.size();
        if (size <= 1) {
            return;
        }
        if (total.length < size) {
            total = new double[size];
            part = new double[size];
        }
        for (int i = 0; i < size; i++) {
            total[i] = free(pod, candidates.get(i)) + balance(pod, candidates.get(i));
            part[i] = neighbours(pod, cache, candidates.get(i));
        }
        addScaled(size, NEIGHBOUR_WEIGHT, false);
        if (pod.pod().rules().spread().isEmpty()) {
            spread(pod, cache, candidates);
            addScaled(size, SPREAD_WEIGHT, true);
        } else {
            // A pod with constraints of its own has none of the scheduler's.
            ownSpread(pod, cache, candidates);
        }
        addTaints(pod, candidates);
        addWishes(pod, candidates);
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            best = Math.max(best, total[i]);
        }
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (total[i] >= best - EQUAL) {
                candidates.set(kept++, candidates.get(i));
            }
        }
        while (candidates.size() > kept) {
            candidates.remove(candidates.size() - 1);
        }
    }

    /** Adds the part, scaled so that its range becomes 0 to 100, to the total. */
    private void addScaled(int size, int weight, boolean lessIsBetter) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            min = Math.min(min, part[i]);
            max = Math.max(max, part[i]);
        }
        if (max - min < EQUAL) {
            return;
        }
        for (int i = 0; i < size; i++) {
            double share = lessIsBetter ? (max - part[i]) / (max - min) : (part[i] - min) / (max - min);
            total[i] += weight * FULL * share;
        }
    }

    private static double free(PodState pod, NodeState node) {
        Resources offered = node.node().allocatable();
        Resources wanted = pod.pod().template().requests();
        return (share(offered.cpuMillis(), node.cpuMillis() + wanted.cpuMillis())
                        + share(offered.memoryBytes(), node.memoryBytes() + wanted.memoryBytes()))
                / 2;
    }

    private static double share(long offered, long used) {
        return offered <= used ? 0 : FULL * (offered - used) / offered;
    }

    /** Returns more the more alike the shares of cores and of memory are that would be in use (noderesources/balanced_allocation.go). */
    private static double balance(PodState pod, NodeState node) {
        Resources offered = node.node().allocatable();
        Resources wanted = pod.pod().template().requests();
        double cpu = used(offered.cpuMillis(), node.cpuMillis() + wanted.cpuMillis());
        double memory = used(offered.memoryBytes(), node.memoryBytes() + wanted.memoryBytes());
        return FULL * (1 - Math.abs(cpu - memory) / 2);
    }

    private static double used(long offered, long used) {
        return offered == 0 ? 1 : Math.min(1, (double) used / offered);
    }

    /** Taints that only advise against a node (tainttoleration/taint_toleration.go). */
    private void addTaints(PodState pod, List<NodeState> candidates) {
        for (int i = 0; i < candidates.size(); i++) {
            part[i] = 0;
            for (Taint taint : candidates.get(i).taints()) {
                if (taint.effect() == Taint.Effect.PREFER_NO_SCHEDULE && !TaintToleration.tolerates(pod, taint)) {
                    part[i]++;
                }
            }
        }
        addShares(candidates.size(), TAINT_WEIGHT, true);
    }

    /** Wishes for the node itself (nodeaffinity/node_affinity.go). */
    private void addWishes(PodState pod, List<NodeState> candidates) {
        for (int i = 0; i < candidates.size(); i++) {
            NodeState node = candidates.get(i);
            part[i] = 0;
            for (PodRules.NodeWish wish : pod.pod().rules().nodeWishes()) {
                if (wish.term().matches(node.name(), node::label)) {
                    part[i] += wish.weight();
                }
            }
        }
        addShares(candidates.size(), NODE_WEIGHT, false);
    }

    /** Adds the part as a share of its largest value to the total. */
    private void addShares(int size, int weight, boolean lessIsBetter) {
        double max = 0;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, part[i]);
        }
        for (int i = 0; max > 0 && i < size; i++) {
            total[i] += weight * FULL * (lessIsBetter ? 1 - part[i] / max : part[i] / max);
        }
    }

    /**
     * Adds what the pod's own constraints that only advise say (podtopologyspread/scoring.go): the matching pods of the node's
     * domain, weighed by the logarithm of the number of domains, with the smallest sum best. A node without one of the labels gets
     * nothing.
     */
    private void ownSpread(PodState pod, SchedulerCache cache, List<NodeState> candidates) {
        List<PodTopologySpread.Counted> counts = pod.pod().rules().spread().stream()
                .filter(constraint -> !constraint.doNotSchedule())
                .map(PodTopologySpread.Counted::new)
                .toList();
        if (counts.isEmpty()) {
            return;
        }
        for (NodeState node : cache.nodes()) {
            if (hasKeys(counts, node)) {
                counts.stream().filter(count -> count.includes(pod, node)).forEach(count -> count.add(pod, node));
            }
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < candidates.size(); i++) {
            NodeState node = candidates.get(i);
            if (hasKeys(counts, node)) {
                part[i] = crowd(counts, node);
                min = Math.min(min, part[i]);
                max = Math.max(max, part[i]);
            }
        }
        for (int i = 0; i < candidates.size(); i++) {
            if (hasKeys(counts, candidates.get(i))) {
                total[i] += SPREAD_WEIGHT * (max == 0 ? FULL : FULL * (max + min - part[i]) / max);
            }
        }
    }

    private static boolean hasKeys(List<PodTopologySpread.Counted> counts, NodeState node) {
        for (PodTopologySpread.Counted count : counts) {
            if (node.label(count.constraint().topologyKey()) == null) {
                return false;
            }
        }
        return true;
    }

    private static double crowd(List<PodTopologySpread.Counted> counts, NodeState node) {
        double sum = 0;
        for (PodTopologySpread.Counted count : counts) {
            String domain = node.label(count.constraint().topologyKey());
            if (domain != null) {
                sum += count.in(domain) * StrictMath.log(count.domains() + 2.0)
                        + (count.constraint().maxSkew() - 1);
            }
        }
        return sum;
    }

    private static double neighbours(PodState pod, SchedulerCache cache, NodeState node) {
        double sum = 0;
        if (pod.preferred().isEmpty() && pod.avoided().isEmpty()) {
            return sum;
        }
        for (PodState other : cache.pods()) {
            NodeState its = other.node();
            if (its != null && other != pod) {
                sum += weight(pod.preferred(), other, its, node, cache)
                        + weight(pod.avoided(), other, its, node, cache);
            }
        }
        return sum;
    }

    private static double weight(
            List<PodState.Term> terms, PodState other, NodeState its, NodeState node, SchedulerCache cache) {
        double sum = 0;
        for (PodState.Term term : terms) {
            String domain = node.label(term.topologyKey());
            if (domain != null && domain.equals(its.label(term.topologyKey())) && term.matches(other, cache)) {
                sum += term.weight();
            }
        }
        return sum;
    }

    /** Counts pods of the same owner in each candidate's zone and on the node itself, as the scheduler's default constraints do. */
    private void spread(PodState pod, SchedulerCache cache, List<NodeState> candidates) {
        for (int i = 0; i < candidates.size(); i++) {
            part[i] = 0;
        }
        if (pod.pod().owner().isEmpty()) {
            return;
        }
        List<NodeState> with = new ArrayList<>();
        for (PodState other : cache.pods()) {
            NodeState node = other.node();
            if (node != null && other != pod && !other.terminating() && sameOwner(pod, other)) {
                with.add(node);
            }
        }
        Map<String, Integer> byZone = new LinkedHashMap<>();
        for (NodeState node : with) {
            String zone = zone(node);
            if (zone != null) {
                byZone.merge(zone, 1, Integer::sum);
            }
        }
        for (int i = 0; i < candidates.size(); i++) {
            NodeState node = candidates.get(i);
            String zone = zone(node);
            part[i] = zone == null ? 0 : byZone.getOrDefault(zone, 0);
            for (NodeState other : with) {
                if (other == node) {
                    part[i]++;
                }
            }
        }
    }

    private static @Nullable String zone(NodeState node) {
        return node.label(Topology.ZONE);
    }

    private static boolean sameOwner(PodState pod, PodState other) {
        return pod.pod().owner().equals(other.pod().owner())
                && pod.pod().namespace().equals(other.pod().namespace());
    }
}
