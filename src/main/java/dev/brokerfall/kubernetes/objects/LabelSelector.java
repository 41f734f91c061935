package dev.brokerfall.kubernetes.objects;

import com.google.common.base.Splitter;
import dev.brokerfall.kubernetes.objects.Requirement.Operator;
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

    /**
     * Returns the selector that kubectl understands by {@code text}: {@code key=value}, {@code key!=value}, {@code key} or {@code
     * !key}, joined by commas; nothing selects everything.
     */
    public static LabelSelector parse(String text) {
        return new LabelSelector(Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToStream(text)
                .map(LabelSelector::parseOne)
                .toList());
    }

    private static Requirement parseOne(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return text.startsWith("!")
                    ? new Requirement(text.substring(1), Operator.DOES_NOT_EXIST, List.of())
                    : new Requirement(text, Operator.EXISTS, List.of());
        }
        String value = text.substring(equals + 1).replaceFirst("^=", "").trim();
        return equals > 0 && text.charAt(equals - 1) == '!'
                ? new Requirement(text.substring(0, equals - 1).trim(), Operator.NOT_IN, List.of(value))
                : Requirement.equal(text.substring(0, equals).trim(), value);
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
