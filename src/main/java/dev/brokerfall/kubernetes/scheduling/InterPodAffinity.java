package dev.brokerfall.kubernetes.scheduling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pods that must be near each other, and pods that must not: by the newcomer's word and by that of the pods already there
 * (pkg/scheduler/framework/plugins/interpodaffinity/filtering.go). A terminating pod counts until it is gone.
 */
final class InterPodAffinity implements Filter {

    private static final Verdict AFFINITY = Verdict.unresolvable("node(s) didn't match pod affinity rules");
    private static final Verdict ANTI_AFFINITY = Verdict.unschedulable("node(s) didn't match pod anti-affinity rules");
    private static final Verdict EXISTING =
            Verdict.unschedulable("node(s) didn't satisfy existing pods anti-affinity rules");

    private final Domains near = new Domains();
    private final Domains far = new Domains();
    private final Domains closed = new Domains();
    private boolean firstOfItsKind;

    @Override
    public Plugin plugin() {
        return Plugin.INTER_POD_AFFINITY;
    }

    @Override
    public Verdict prepare(PodState pod, SchedulerCache cache) {
        near.clear();
        far.clear();
        closed.clear();
        Optional<String> problem = pod.affinityProblem();
        if (problem.isPresent()) {
            return Verdict.unresolvable(problem.get());
        }
        for (PodState other : cache.pods()) {
            NodeState node = other.node();
            if (node == null || other == pod) {
                continue;
            }
            if (!pod.affinity().isEmpty() && matchesAll(pod.affinity(), other, cache)) {
                for (PodState.Term term : pod.affinity()) {
                    near.add(term.topologyKey(), node);
                }
            }
            for (PodState.Term term : pod.antiAffinity()) {
                if (term.matches(other, cache)) {
                    far.add(term.topologyKey(), node);
                }
            }
            for (PodState.Term term : other.antiAffinity()) {
                if (term.matches(pod, cache)) {
                    closed.add(term.topologyKey(), node);
                }
            }
        }
        firstOfItsKind = near.isEmpty() && !pod.affinity().isEmpty() && matchesAll(pod.affinity(), pod, cache);
        return Verdict.FITS;
    }

    private static boolean matchesAll(List<PodState.Term> terms, PodState other, SchedulerCache cache) {
        for (PodState.Term term : terms) {
            if (!term.matches(other, cache)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Verdict judge(PodState pod, NodeState node) {
        if (!affinityHolds(pod, node)) {
            return AFFINITY;
        }
        if (!far.isEmpty() && hits(far, pod.antiAffinity(), node)) {
            return ANTI_AFFINITY;
        }
        return closed.holds(node) ? EXISTING : Verdict.FITS;
    }

    private boolean affinityHolds(PodState pod, NodeState node) {
        boolean all = true;
        for (PodState.Term term : pod.affinity()) {
            String value = node.label(term.topologyKey());
            if (value == null) {
                return false;
            }
            all &= near.contains(term.topologyKey(), value);
        }
        return all || firstOfItsKind;
    }

    private static boolean hits(Domains domains, List<PodState.Term> terms, NodeState node) {
        for (PodState.Term term : terms) {
            String value = node.label(term.topologyKey());
            if (value != null && domains.contains(term.topologyKey(), value)) {
                return true;
            }
        }
        return false;
    }

    /** A few (label, value) pairs: so few that looking through them beats hashing. */
    private static final class Domains {

        private final List<String> keys = new ArrayList<>();
        private final List<String> values = new ArrayList<>();

        void clear() {
            keys.clear();
            values.clear();
        }

        boolean isEmpty() {
            return keys.isEmpty();
        }

        void add(String key, NodeState node) {
            @Nullable String value = node.label(key);
            if (value != null && !contains(key, value)) {
                keys.add(key);
                values.add(value);
            }
        }

        boolean contains(String key, String value) {
            for (int i = 0; i < keys.size(); i++) {
                if (values.get(i).equals(value) && keys.get(i).equals(key)) {
                    return true;
                }
            }
            return false;
        }

        boolean holds(NodeState node) {
            for (int i = 0; i < keys.size(); i++) {
                if (values.get(i).equals(node.label(keys.get(i)))) {
                    return true;
                }
            }
            return false;
        }
    }
}
