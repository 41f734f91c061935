package dev.brokerfall.scenario.text;

import java.util.List;

/** What a user wrote cannot be used; holds everything that is wrong with it, not only the first. */
public final class ScenarioException extends RuntimeException {

    private final transient List<Problem> problems;

    /** Says what is wrong; {@code problems} holds at least one. */
    public ScenarioException(List<Problem> problems) {
        super(Problems.describe(problems));
        this.problems = List.copyOf(problems);
    }

    /** Returns everything that is wrong, in the order of the places. */
    public List<Problem> problems() {
        return problems;
    }
}
