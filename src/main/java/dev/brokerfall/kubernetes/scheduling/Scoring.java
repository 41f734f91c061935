package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Resources;
import dev.brokerfall.kubernetes.objects.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the nodes that fit is best: those where fewer pods of the same owner lie in the zone and on the node, where wished
 * neighbours are and unwished ones are not, and where more is free. Each part gives 0 to 100 points and counts with
 * kube-scheduler's default weight (pkg/scheduler/apis/config/v1/default_plugins.go): spread 2, neighbours 2, free resources 1.
 * What depends on images is left out.
 */
final class Scoring {

    private static final double FULL = 100;
    private static final int SPREAD_WEIGHT = 2;
    private static final int NEIGHBOUR_WEIGHT = 2;
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
            total[i] = free(pod, candidates.get(i));
            part[i] = neighbours(pod, cache, candidates.get(i));
        }
        addScaled(size, NEIGHBOUR_WEIGHT, false);
        spread(pod, cache, candidates);
        addScaled(size, SPREAD_WEIGHT, true);
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
