package dev.brokerfall.measured;

import java.util.Set;
import java.util.TreeSet;

/** A time that lasts as long as any of several reasons does. */
final class Span {

    private final Set<String> reasons = new TreeSet<>();
    private double since = Double.NaN;
    private double longest;

    void stop(String reason, double at) {
        if (reasons.isEmpty()) {
            since = at;
        }
        reasons.add(reason);
    }

    /** Ends a reason, and returns whether that ended the span. */
    boolean resume(String reason, double at) {
        if (!reasons.remove(reason) || !reasons.isEmpty()) {
            return false;
        }
        longest = Math.max(longest, at - since);
        return true;
    }

    boolean isOpen() {
        return !reasons.isEmpty();
    }

    boolean has(String reason) {
        return reasons.contains(reason);
    }

    double since() {
        return since;
    }

    double longest() {
        return longest;
    }
}
