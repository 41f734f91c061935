package dev.brokerfall.cli;

import com.google.common.collect.ImmutableSortedMap;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.catalogue.Span;
import dev.brokerfall.experiment.sensitivity.Factor;
import dev.brokerfall.experiment.sensitivity.Model;
import dev.brokerfall.experiment.sensitivity.Played;
import dev.brokerfall.experiment.sensitivity.UnplayableException;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.Assumption;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.world.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario whose inferred and unknown values can be moved. Each set of values is composed anew; where one of them was looked at while
 * the file was read, the file is read anew too, so that its defaults, and what the checks say, are as if the catalogue had these values.
 */
final class CatalogueModel implements Model {

    private final Path file;
    private final List<String> settings;
    private final Catalogue catalogue;
    private final Metric metric;
    private final Play play;
    private final long seed;
    private final List<String> options;
    private final Composer composer;
    private final List<Span> spans = new ArrayList<>();
    private final List<Factor> factors;
    private final List<String> fixed = new ArrayList<>();

    /**
     * Creates the model.
     *
     * @param file the scenario's file
     * @param settings values that overrule the file's
     * @param play the scenario with all its options
     * @param options the names of those that are looked at
     */
    CatalogueModel(Path file, List<String> settings, Play play, Metric metric, List<String> options) {
        this.file = file;
        this.settings = List.copyOf(settings);
        this.catalogue = play.catalogue();
        this.metric = metric;
        this.play = play;
        this.seed = play.scenario().simulation().seed();
        this.options = List.copyOf(options);
        this.composer = new Composer(catalogue, play.scenario());
        for (Assumption assumption : Composer.assumptions(chosen(play.variants()))) {
            if (assumption.label() == Label.INFERRED || assumption.label() == Label.UNKNOWN) {
                Entry entry = catalogue.entry(assumption.path());
                Span.of(entry).ifPresentOrElse(spans::add, () -> fixed.add(entry.path()));
            }
        }
        this.factors = spans.stream().map(CatalogueModel::factor).toList();
    }

    /** Returns the assumptions that have no ends. */
    List<String> notVaried() {
        return fixed;
    }

    @Override
    public List<String> options() {
        return options;
    }

    @Override
    public List<Factor> factors() {
        return factors;
    }

    private static Factor factor(Span span) {
        Entry entry = span.entry();
        return new Factor(
                entry.path(),
                entry.label().word(),
                span.text(),
                span.text(0),
                span.text(1),
                span.parameter(),
                switch (span.kind()) {
                    case RANGE -> Factor.Reach.RANGE;
                    case HALVED_AND_DOUBLED -> Factor.Reach.HALVED_AND_DOUBLED;
                    case SWITCHED -> Factor.Reach.SWITCHED;
                },
                span.home(),
                entry.note());
    }

    @Override
    public String text(int factor, double position) {
        return spans.get(factor).text(position);
    }

    @Override
    public List<Played> at(ImmutableSortedMap<Integer, Double> positions) {
        List<Entry> moved = new ArrayList<>();
        for (Map.Entry<Integer, Double> position : positions.entrySet()) {
            moved.add(spans.get(position.getKey()).at(position.getValue()));
        }
        return compose(moved).stream().map(this::played).toList();
    }

    private List<Composition> compose(List<Entry> moved) {
        Catalogue changed = catalogue.with(moved);
        try {
            boolean looked = moved.stream().map(Entry::path).anyMatch(play.checked()::contains);
            return composer.under(changed, looked ? read(changed) : play.scenario())
                    .compose(options);
        } catch (ScenarioException invalid) {
            String first = invalid.problems().stream()
                    .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                    .findFirst()
                    .map(Problem::message)
                    .orElseGet(() -> Optional.ofNullable(invalid.getMessage()).orElse(""));
            throw new UnplayableException(first, invalid);
        } catch (IllegalArgumentException impossible) {
            throw new UnplayableException(
                    Optional.ofNullable(impossible.getMessage()).orElse(impossible.toString()), impossible);
        }
    }

    private Scenario read(Catalogue changed) {
        return new ScenarioReader(changed, settings)
                .read(file).stream()
                        .filter(each -> each.name().equals(play.scenario().name()))
                        .findFirst()
                        .orElseThrow();
    }

    private List<Composition> chosen(List<Composition> all) {
        return all.stream()
                .filter(composition -> options.contains(composition.variant().name()))
                .toList();
    }

    private Played played(Composition composition) {
        return new Played(
                composition.config(),
                trial -> Trial.play(composition.config(), seed, trial),
                metric.kind() == Metric.Kind.FIXED
                        ? composition.fixed().getOrDefault(metric, Estimate.NONE)
                        : Estimate.NONE);
    }
}
