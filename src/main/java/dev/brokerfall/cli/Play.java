package dev.brokerfall.cli;

import com.google.common.collect.ImmutableSet;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.experiment.Assumption;
import dev.brokerfall.experiment.ExperimentPlan;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.Selecting;
import dev.brokerfall.experiment.Stopping;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Resolved;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.Stop;
import dev.brokerfall.scenario.Variant;
import dev.brokerfall.scenario.spec.ObjectiveSpec;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.util.List;

/**
 * A scenario, ready to be played.
 *
 * @param catalogue what defaults come from
 * @param scenario what was read
 * @param checked paths of the entries that were looked at while it was read and checked
 * @param variants what each of its variants comes to, in order
 */
record Play(Catalogue catalogue, Scenario scenario, ImmutableSet<String> checked, List<Composition> variants) {

    private static final long CALIBRATION_NANOS = 2_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    Play {
        variants = List.copyOf(variants);
    }

    /** Makes {@code scenario}, one of {@code inputs} or some options of it, ready. */
    static Play of(Inputs inputs, Scenario scenario) {
        return new Play(
                inputs.catalogue(),
                scenario,
                inputs.checked().get(scenario.name()),
                new Composer(inputs.catalogue(), scenario).compose());
    }

    /** Returns the configuration of variant number {@code index}. */
    TrialConfig config(int index) {
        return variants.get(index).config();
    }

    /** Returns the experiment; {@code threads} has no influence on its result. */
    ExperimentPlan plan(int threads) {
        return new ExperimentPlan(
                scenario.name(),
                scenario.simulation().seed(),
                scenario.trials(),
                scenario.horizon(),
                scenario.simulation().confidence(),
                variants.stream().map(Play::variant).toList(),
                scenario.objectives().stream().map(Play::objective).toList(),
                candidates(),
                threads,
                scenario.planned(),
                assumptions(),
                scenario.stop().map(Play::stopping),
                new Selecting(scenario.select().metric(), scenario.select().indifference()));
    }

    private static Stopping stopping(Stop stop) {
        return new Stopping(
                stop.metrics(),
                stat(stop.stat()),
                switch (stop.rule()) {
                    case RELATIVE -> Stopping.Rule.RELATIVE;
                    case ABSOLUTE -> Stopping.Rule.ABSOLUTE;
                    case BEST -> Stopping.Rule.BEST;
                },
                stop.halfWidth(),
                stop.minTrials(),
                stop.maxTrials());
    }

    private List<String> candidates() {
        return scenario.candidates().stream()
                .filter(name -> scenario.variants().stream()
                        .anyMatch(variant ->
                                variant.option().equals(name) || variant.name().equals(name)))
                .toList();
    }

    /** Returns what any of the variants rests on that nobody states or that the user replaced, each once. */
    private List<Assumption> assumptions() {
        return Composer.unstated(Composer.assumptions(variants)).stream()
                .map(each -> new Assumption(
                        each.path(),
                        each.value(),
                        each.label().word(),
                        each.note(),
                        each.instead()
                                .map(own -> new Assumption.Own(
                                        own.value(), own.label().word()))))
                .toList();
    }

    /** Returns the entries that the user replaced and that no variant takes and no check looks at. */
    List<String> idle() {
        List<String> taken = Composer.assumptions(variants).stream()
                .map(dev.brokerfall.scenario.Assumption::path)
                .toList();
        return catalogue.replaced().stream()
                .map(Entry::path)
                .filter(path -> !taken.contains(path) && !checked.contains(path))
                .toList();
    }

    private static dev.brokerfall.experiment.Variant variant(Composition composition) {
        Variant variant = composition.variant();
        return new dev.brokerfall.experiment.Variant(
                variant.name(),
                variant.option(),
                variant.axes(),
                variant.baseline(),
                composition.fixed(),
                composition.placeHolders(),
                composition
                        .maintenance()
                        .map(every -> "every " + Durations.format(every))
                        .orElse("never"),
                composition.bill());
    }

    private static Objective objective(dev.brokerfall.scenario.Objective read) {
        return new Objective(
                read.id(),
                read.metric(),
                stat(read.stat()),
                read.most() ? Objective.Bound.MAX : Objective.Bound.MIN,
                read.limit(),
                read.severity() == ObjectiveSpec.Severity.WARN ? Objective.Severity.WARN : Objective.Severity.FAIL);
    }

    private static Objective.Stat stat(ObjectiveSpec.Stat read) {
        return switch (read) {
            case MEAN -> Objective.Stat.MEAN;
            case P50 -> Objective.Stat.P50;
            case P95 -> Objective.Stat.P95;
            case P99 -> Objective.Stat.P99;
        };
    }

    /** Returns what is played by chance, in the scenario's words. */
    String background() {
        List<String> profiles = scenario.variants().stream()
                .map(Variant::spec)
                .map(spec -> spec.faults().none() ? "none" : spec.faults().profile())
                .distinct()
                .toList();
        return String.join(", ", profiles);
    }

    /** Returns the scenario with everything filled in, and where each default comes from. */
    String resolved() {
        return Resolved.text(catalogue, scenario, variants);
    }

    /** Plays for a moment and says about how long the whole takes on all cores. */
    String estimate() {
        int threads = Runtime.getRuntime().availableProcessors();
        double seconds = secondsPerRound() * scenario.trials() / threads;
        return "  to play: %,d variants × %s%,d trials; about %s on %d cores"
                .formatted(
                        variants.size(),
                        scenario.stop().isPresent() ? "at most " : "",
                        scenario.trials(),
                        seconds < 90 ? Math.round(Math.ceil(seconds)) + " s" : Math.round(seconds / 60) + " min",
                        threads);
    }

    /** Returns how long one trial of each variant takes once the code is warm: the best of some. */
    private double secondsPerRound() {
        double best = Double.POSITIVE_INFINITY;
        long began = System.nanoTime();
        for (int trial = 0; System.nanoTime() - began < CALIBRATION_NANOS; trial++) {
            long round = System.nanoTime();
            for (Composition variant : variants) {
                Trial.play(variant.config(), scenario.simulation().seed(), trial);
            }
            best = Math.min(best, (System.nanoTime() - round) / NANOS_PER_SECOND);
        }
        return best;
    }
}
