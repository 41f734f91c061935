package dev.brokerfall.scenario;

import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.spec.ScenarioSpec.SimulationSpec;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.scenario.text.SourceText;
import dev.brokerfall.scenario.text.Yaml;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A scenario, read and checked.
 *
 * @param metadata what it is called
 * @param tree the document as it was written, with values that overrule it in place
 * @param folder what file names in it are relative to
 * @param variants what is compared, at least one
 * @param objectives what each option must reach
 * @param candidates options whose objectives alone decide the exit code
 * @param stop when to stop before all trials are played
 * @param select what the best option is chosen by
 * @param warnings what may not mean what its author thinks
 */
public record Scenario(
        ScenarioDocument.Metadata metadata,
        Yaml tree,
        Path folder,
        List<Variant> variants,
        List<Objective> objectives,
        List<String> candidates,
        Optional<Stop> stop,
        Select select,
        List<Problem> warnings) {

    public Scenario {
        variants = List.copyOf(variants);
        objectives = List.copyOf(objectives);
        candidates = List.copyOf(candidates);
        warnings = List.copyOf(warnings);
    }

    /** Returns what reads the lines of a file that the scenario names. */
    Function<String, List<String>> files() {
        return file -> ScenarioReader.lines(folder.resolve(file));
    }

    /** Returns its name. */
    public String name() {
        return metadata.name();
    }

    /** Returns how much is played; the same for all variants. */
    public SimulationSpec simulation() {
        return variants.get(0).spec().simulation();
    }

    /** Returns how many trials of each variant are played at the most. */
    public long trials() {
        return stop.map(Stop::maxTrials).orElse(simulation().trials());
    }

    /** Returns the simulated time of each trial; the same for all variants. */
    public Duration horizon() {
        return variants.get(0).spec().horizon();
    }

    /** Returns the names of the events that are planned in every trial, for results that are conditional on them. */
    public List<String> planned() {
        Stream<String> trace = variants.get(0).spec().faults().trace().stream().map("trace %s"::formatted);
        return Stream.concat(
                        variants.get(0).spec().timeline().stream()
                                .map(entry ->
                                        entry.id().orElse(entry.event().event().kind())),
                        trace)
                .distinct()
                .toList();
    }

    /** Returns the text of every trace of faults that is replayed, by the name that the scenario has for it. */
    public Map<String, String> traces() {
        Map<String, String> texts = new TreeMap<>();
        variants.forEach(variant -> variant.spec()
                .faults()
                .trace()
                .ifPresent(file -> texts.put(file, ScenarioReader.text(folder.resolve(file)))));
        return texts;
    }

    /** Returns the names of the options, in order. */
    public List<String> options() {
        return variants.stream().map(Variant::option).distinct().toList();
    }

    /**
     * Returns this scenario with these options, or variants, alone; all of them if none is named.
     *
     * @throws ScenarioException if there is none of a name
     */
    public Scenario only(List<String> names) {
        List<Problem> unknown = names.stream()
                .filter(name -> variants.stream()
                        .noneMatch(variant ->
                                variant.option().equals(name) || variant.name().equals(name)))
                .map(name -> Problem.error(
                        new Place(new SourceText("--option " + name, List.of()), 1, 1),
                        "%s has no option '%s'".formatted(name(), name),
                        Suggestion.help(name, options())))
                .toList();
        if (!unknown.isEmpty()) {
            throw new ScenarioException(unknown);
        }
        List<Variant> kept = variants.stream()
                .filter(variant ->
                        names.isEmpty() || names.contains(variant.option()) || names.contains(variant.name()))
                .toList();
        return new Scenario(metadata, tree, folder, kept, objectives, candidates, stop, select, warnings);
    }
}
