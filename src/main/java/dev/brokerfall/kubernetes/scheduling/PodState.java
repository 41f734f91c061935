package dev.brokerfall.kubernetes.scheduling;

import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodAffinityTerm;
import dev.brokerfall.kubernetes.objects.PodRules;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pod as the scheduler sees it: what it asks for, and where it is. Kept over the life of an identity, so that matches are known. */
public final class PodState {

    private final int ordinal;
    private final Pod pod;
    private final List<String> claims;
    private final List<Term> affinity;
    private final List<Term> antiAffinity;
    private final List<Term> preferred;
    private final List<Term> avoided;
    private final Optional<String> affinityProblem;
    private final NodeMemo nodeAffinity = new NodeMemo();
    private @Nullable NodeState node;
    private boolean terminating;

    PodState(int ordinal, Pod pod) {
        this.ordinal = ordinal;
        this.pod = pod;
        this.claims = pod.claims().stream()
                .map(claim -> pod.namespace() + "/" + claim)
                .toList();
        this.terminating = pod.terminating();
        this.affinityProblem = problem(pod.rules());
        this.affinity = terms(pod.rules().affinity());
        this.antiAffinity = terms(pod.rules().antiAffinity());
        this.preferred = pod.rules().preferred().stream()
                .map(wish -> new Term(pod.namespace(), wish.term(), wish.weight()))
                .toList();
        this.avoided = pod.rules().avoided().stream()
                .map(wish -> new Term(pod.namespace(), wish.term(), -wish.weight()))
                .toList();
    }

    private static Optional<String> problem(PodRules rules) {
        return Stream.concat(rules.affinity().stream(), rules.antiAffinity().stream())
                .flatMap(term -> term.selector().stream())
                .flatMap(selector -> selector.problem().stream())
                .findFirst();
    }

    private List<Term> terms(List<PodAffinityTerm> terms) {
        return terms.stream().map(term -> new Term(pod.namespace(), term, 0)).toList();
    }

    /** Returns the pod. */
    public Pod pod() {
        return pod;
    }

    /** Returns the node it is bound to, or null. */
    public @Nullable NodeState node() {
        return node;
    }

    /** Returns whether it is marked for deletion. */
    public boolean terminating() {
        return terminating;
    }

    int ordinal() {
        return ordinal;
    }

    /** Returns its claims as {@code namespace/name}. */
    List<String> claims() {
        return claims;
    }

    /** Returns what makes its (anti-)affinity invalid, if anything does. */
    Optional<String> affinityProblem() {
        return affinityProblem;
    }

    List<Term> affinity() {
        return affinity;
    }

    List<Term> antiAffinity() {
        return antiAffinity;
    }

    List<Term> preferred() {
        return preferred;
    }

    List<Term> avoided() {
        return avoided;
    }

    /** Returns what is known of nodes that meet the node selector and affinity. */
    NodeMemo nodeAffinity() {
        return nodeAffinity;
    }

    void bind(@Nullable NodeState to) {
        node = to;
    }

    void mark(boolean isTerminating) {
        terminating = isTerminating;
    }

    /** A term of (anti-)affinity that remembers which pods it is about. */
    static final class Term {

        private static final byte YES = 1;
        private static final byte NO = 2;

        private final String namespace;
        private final PodAffinityTerm term;
        private final int weight;
        private byte[] known = new byte[8];

        Term(String namespace, PodAffinityTerm term, int weight) {
            this.namespace = namespace;
            this.term = term;
            this.weight = weight;
        }

        PodAffinityTerm term() {
            return term;
        }

        String topologyKey() {
            return term.topologyKey();
        }

        int weight() {
            return weight;
        }

        boolean matches(PodState other, SchedulerCache cache) {
            if (other.ordinal >= known.length) {
                known = Arrays.copyOf(known, Math.max(2 * known.length, other.ordinal + 1));
            }
            byte answer = known[other.ordinal];
            if (answer == 0) {
                boolean matches = term.matches(namespace, other.pod, cache.namespaceLabels(other.pod.namespace()));
                answer = matches ? YES : NO;
                known[other.ordinal] = answer;
            }
            return answer == YES;
        }
    }
}
