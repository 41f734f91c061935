package dev.brokerfall.kubernetes.objects;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conditions on labels, all of which must hold; without any, everything is selected. */
public record LabelSelector(List<Requirement> requirements) {

    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** Returns the selector of labels that contain all of {@code labels}. */
    public static LabelSelector of(Map<String, String> labels) {
        return new LabelSelector(labels.entrySet().stream()
                .map(label -> Requirement.equal(label.getKey(), label.getValue()))
                .toList());
    }

    /** Returns whether all conditions hold. */
    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Returns what makes this selector invalid, if anything does. */
    public Optional<String> problem() {
        return requirements.stream().flatMap(one -> one.problem().stream()).findFirst();
    }
}
