package dev.brokerfall.kubernetes.objects;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a node: at least one term must hold, and of a term all conditions.
 *
 * <p>Source: staging/src/k8s.io/component-helpers/scheduling/corev1/nodeaffinity: a term without conditions holds for no node.
 */
public record NodeSelector(List<Term> terms) {

    public NodeSelector {
        terms = List.copyOf(terms);
    }

    /** Returns whether some term holds for a node with this name and these labels. */
    public boolean matches(String nodeName, Map<String, String> labels) {
        return matches(nodeName, labels::get);
    }

    /** Returns whether some term holds for a node with this name, whose labels {@code label} looks up. */
    public boolean matches(String nodeName, Function<String, @Nullable String> label) {
        for (Term term : terms) {
            if (term.matches(nodeName, label)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Conditions that must all hold.
     *
     * @param expressions on labels
     * @param fields on fields, of which {@code metadata.name} is the only one
     */
    public record Term(List<Requirement> expressions, List<Requirement> fields) {

        public Term {
            expressions = List.copyOf(expressions);
            fields = List.copyOf(fields);
        }

        /** Returns the term with these conditions on labels. */
        public static Term of(Requirement... expressions) {
            return new Term(List.of(expressions), List.of());
        }

        /** Returns whether all conditions hold for a node with this name, whose labels {@code label} looks up. */
        public boolean matches(String nodeName, Function<String, @Nullable String> label) {
            if (expressions.isEmpty() && fields.isEmpty()) {
                return false;
            }
            for (Requirement expression : expressions) {
                if (!expression.matchesValue(label.apply(expression.key()))
                        || expression.problem().isPresent()) {
                    return false;
                }
            }
            for (Requirement field : fields) {
                if (!field.matchesValue(nodeName)) {
                    return false;
                }
            }
            return true;
        }
    }
}
