package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pods of a kind must not pile up in a domain (pkg/scheduler/framework/plugins/podtopologyspread/filtering.go). */
final class PodTopologySpread implements Filter {

    private static final Verdict REFUSED =
            Verdict.unschedulable("node(s) didn't match pod topology spread constraints");
    private static final Verdict NO_LABEL =
            Verdict.unresolvable("node(s) didn't match pod topology spread constraints (missing required label)");

    private final List<Counted> counts = new ArrayList<>();

    @Override
    public Plugin plugin() {
        return Plugin.POD_TOPOLOGY_SPREAD;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache cache) {
        counts.clear();
        for (TopologySpreadConstraint constraint : pod.pod().rules().spread()) {
            if (constraint.doNotSchedule()) {
                counts.add(new Counted(constraint));
            }
        }
        if (counts.isEmpty()) {
            return Verdict.FITS;
        }
        for (NodeState node : cache.nodes()) {
            if (hasAllKeys(node)) {
                for (Counted count : counts) {
                    if (count.includes(pod, node)) {
                        count.add(pod, node);
                    }
                }
            }
        }
        return Verdict.FITS;
    }

    private boolean hasAllKeys(NodeState node) {
        for (Counted count : counts) {
            if (node.label(count.constraint.topologyKey()) == null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        for (Counted count : counts) {
            String domain = node.label(count.constraint.topologyKey());
            if (domain == null) {
                return NO_LABEL;
            }
            int itself = count.selects(pod) ? 1 : 0;
            int there = count.byDomain.getOrDefault(domain, 0);
            if (there + itself - count.least() > count.constraint.maxSkew()) {
                return REFUSED;
            }
        }
        return Verdict.FITS;
    }

    /** One constraint and the matching pods of each domain. */
    static final class Counted {

        private final TopologySpreadConstraint constraint;
        private final Map<String, Integer> byDomain = new LinkedHashMap<>();

        Counted(TopologySpreadConstraint constraint) {
            this.constraint = constraint;
        }

        boolean includes(PodState pod, NodeState node) {
            if (constraint.honorAffinity() && !NodeAffinity.matches(pod, node)) {
                return false;
            }
            if (constraint.honorTaints()) {
                for (Taint taint : node.taints()) {
                    if (TaintToleration.repels(pod, taint)) {
                        return false;
                    }
                }
            }
            return true;
        }

        void add(PodState pod, NodeState node) {
            int matching = 0;
            for (PodState other : node.pods()) {
                // A terminating pod is as good as gone here, though not for inter-pod affinity.
                if (!other.terminating()
                        && other.pod().namespace().equals(pod.pod().namespace())
                        && selects(other)) {
                    matching++;
                }
            }
            String domain = node.label(constraint.topologyKey());
            if (domain != null) {
                byDomain.merge(domain, matching, Integer::sum);
            }
        }

        boolean selects(PodState other) {
            return constraint.selector().isPresent()
                    && constraint.selector().get().matches(other.pod().labels());
        }

        TopologySpreadConstraint constraint() {
            return constraint;
        }

        /** Returns how many domains have nodes that count. */
        int domains() {
            return byDomain.size();
        }

        /** Returns the matching pods of a domain. */
        int in(String domain) {
            return byDomain.getOrDefault(domain, 0);
        }

        int least() {
            if (byDomain.size() < constraint.minDomains().orElse(1)) {
                return 0;
            }
            int least = Integer.MAX_VALUE;
            for (int count : byDomain.values()) {
                least = Math.min(least, count);
            }
            return least;
        }
    }
}
