package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.LabelSelector;
import dev.brokerfall.kubernetes.objects.NodeSelector;
import dev.brokerfall.kubernetes.objects.PodAffinityTerm;
import dev.brokerfall.kubernetes.objects.PodRules;
import dev.brokerfall.kubernetes.objects.Requirement;
import dev.brokerfall.kubernetes.objects.Taint;
import dev.brokerfall.kubernetes.objects.Toleration;
import dev.brokerfall.kubernetes.objects.TopologySpreadConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads what a pod asks of its node. */
public final class RulesReader {

    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    private static final List<String> INCLUSION = List.of("Honor", "Ignore");

    private RulesReader() {}

    /**
     * Reads the rules of a pod spec.
     *
     * @param labels of the pod, which {@code matchLabelKeys} refer to
     */
    public static PodRules rules(Tree spec, Map<String, String> labels) {
        Optional<Tree> near = spec.at("affinity", "podAffinity");
        Optional<Tree> far = spec.at("affinity", "podAntiAffinity");
        return new PodRules(
                spec.words("nodeSelector"),
                spec.at("affinity", "nodeAffinity", REQUIRED).map(RulesReader::nodeSelector),
                required(near, labels),
                required(far, labels),
                preferred(near, labels),
                preferred(far, labels),
                spec.items("tolerations").stream().map(RulesReader::toleration).toList(),
                spec.items("topologySpreadConstraints").stream()
                        .map(constraint -> spread(constraint, labels))
                        .toList(),
                spec.at("affinity", "nodeAffinity").map(tree -> tree.items(PREFERRED)).orElse(List.of()).stream()
                        .flatMap(wish -> wish.map("preference").stream()
                                .map(term -> new PodRules.NodeWish(
                                        wish.integer("weight").orElse(1), term(term))))
                        .toList());
    }

    private static List<PodAffinityTerm> required(Optional<Tree> affinity, Map<String, String> labels) {
        return affinity.map(tree -> tree.items(REQUIRED).stream()
                        .map(term -> term(term, labels))
                        .toList())
                .orElse(List.of());
    }

    private static List<PodAffinityTerm.Weighted> preferred(Optional<Tree> affinity, Map<String, String> labels) {
        return affinity.map(tree -> tree.items(PREFERRED).stream()
                        .flatMap(wish -> wish.map("podAffinityTerm").stream()
                                .map(term -> new PodAffinityTerm.Weighted(
                                        wish.integer("weight").orElse(1), term(term, labels))))
                        .toList())
                .orElse(List.of());
    }

    private static PodAffinityTerm term(Tree term, Map<String, String> labels) {
        return new PodAffinityTerm(
                selector(term, "labelSelector", labels),
                term.texts("namespaces"),
                term.map("namespaceSelector").map(RulesReader::labelSelector),
                term.text("topologyKey", ""));
    }

    /** Reads a label selector; each of {@code matchLabelKeys} demands the pod's own value, each of {@code mismatchLabelKeys} another. */
    private static Optional<LabelSelector> selector(Tree holder, String key, Map<String, String> labels) {
        return holder.map(key).map(tree -> {
            List<Requirement> requirements = new ArrayList<>(labelSelector(tree).requirements());
            for (String label : holder.texts("matchLabelKeys")) {
                if (labels.containsKey(label)) {
                    requirements.add(Requirement.equal(label, labels.getOrDefault(label, "")));
                }
            }
            for (String label : holder.texts("mismatchLabelKeys")) {
                if (labels.containsKey(label)) {
                    requirements.add(new Requirement(
                            label, Requirement.Operator.NOT_IN, List.of(labels.getOrDefault(label, ""))));
                }
            }
            return new LabelSelector(requirements);
        });
    }

    static LabelSelector labelSelector(Tree tree) {
        List<Requirement> requirements =
                new ArrayList<>(LabelSelector.of(tree.words("matchLabels")).requirements());
        tree.items("matchExpressions").forEach(expression -> requirements.add(requirement(expression)));
        return new LabelSelector(requirements);
    }

    static NodeSelector nodeSelector(Tree tree) {
        return new NodeSelector(
                tree.items("nodeSelectorTerms").stream().map(RulesReader::term).toList());
    }

    private static NodeSelector.Term term(Tree term) {
        return new NodeSelector.Term(
                term.items("matchExpressions").stream()
                        .map(RulesReader::requirement)
                        .toList(),
                term.items("matchFields").stream().map(RulesReader::requirement).toList());
    }

    static Requirement requirement(Tree tree) {
        String word = tree.text("operator", "In");
        for (Requirement.Operator operator : Requirement.Operator.values()) {
            if (operator.word().equals(word)) {
                return new Requirement(tree.required("key"), operator, tree.texts("values"));
            }
        }
        tree.problem("unknown operator " + word);
        return new Requirement("", Requirement.Operator.EXISTS, List.of());
    }

    static Optional<Taint> taint(Tree tree) {
        Optional<Taint.Effect> effect = effect(tree);
        if (effect.isEmpty()) {
            tree.problem("a taint needs an effect");
        }
        return effect.map(its -> new Taint(tree.required("key"), tree.text("value", ""), its));
    }

    private static Toleration toleration(Tree tree) {
        String operator = tree.text("operator", "Equal");
        if (!operator.equals("Equal") && !operator.equals("Exists")) {
            tree.problem("unknown operator " + operator);
        }
        return new Toleration(
                tree.text("key", ""),
                operator.equals("Exists"),
                tree.text("value", ""),
                effect(tree),
                tree.integer("tolerationSeconds").map(OptionalLong::of).orElse(OptionalLong.empty()));
    }

    private static Optional<Taint.Effect> effect(Tree tree) {
        Optional<String> word = tree.text("effect").filter(text -> !text.isEmpty());
        for (Taint.Effect effect : Taint.Effect.values()) {
            if (word.isPresent() && effect.word().equals(word.get())) {
                return Optional.of(effect);
            }
        }
        word.ifPresent(text -> tree.problem("unknown effect " + text));
        return Optional.empty();
    }

    private static TopologySpreadConstraint spread(Tree tree, Map<String, String> labels) {
        return new TopologySpreadConstraint(
                tree.integer("maxSkew").orElse(1),
                tree.required("topologyKey"),
                tree.choice("whenUnsatisfiable", "DoNotSchedule", List.of("DoNotSchedule", "ScheduleAnyway"))
                        .equals("DoNotSchedule"),
                selector(tree, "labelSelector", labels),
                tree.integer("minDomains").map(OptionalInt::of).orElse(OptionalInt.empty()),
                tree.choice("nodeAffinityPolicy", "Honor", INCLUSION).equals("Honor"),
                tree.choice("nodeTaintsPolicy", "Ignore", INCLUSION).equals("Honor"));
    }
}
