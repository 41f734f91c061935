package dev.brokerfall.scenario.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All problems of an input, each once, in the order of their places. */
public final class Problems {

    /** More than these are counted, not shown. */
    private static final int SHOWN = 20;

    private final TreeSet<Problem> found = new TreeSet<>();

    /** Adds an error. */
    public void error(Place place, String message, String help) {
        found.add(Problem.error(place, message, help));
    }

    /** Adds an error without help. */
    public void error(Place place, String message) {
        error(place, message, "");
    }

    /** Adds a warning. */
    public void warning(Place place, String message, String help) {
        found.add(Problem.warning(place, message, help));
    }

    /** Adds all of {@code others}. */
    public void addAll(Collection<Problem> others) {
        found.addAll(others);
    }

    /** Returns whether there is an error among them. */
    public boolean hasErrors() {
        return found.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }

    /** Returns the errors. */
    public List<Problem> errors() {
        return of(Problem.Severity.ERROR);
    }

    /** Returns the warnings. */
    public List<Problem> warnings() {
        return of(Problem.Severity.WARNING);
    }

    /** Returns everything found. */
    public List<Problem> all() {
        return List.copyOf(found);
    }

    /** Throws what was found if there is an error among it. */
    public void throwErrors() {
        if (hasErrors()) {
            throw new ScenarioException(errors());
        }
    }

    /** Returns {@code problems} for people to read: the first twenty, and how many more there are. */
    public static String describe(List<Problem> problems) {
        List<String> shown = new ArrayList<>();
        problems.stream().limit(SHOWN).map(Problem::describe).forEach(shown::add);
        if (problems.size() > SHOWN) {
            shown.add("and %s more".formatted(problems.size() - SHOWN));
        }
        return shown.stream().collect(Collectors.joining("\n"));
    }

    private List<Problem> of(Problem.Severity severity) {
        return found.stream().filter(problem -> problem.severity() == severity).toList();
    }
}
