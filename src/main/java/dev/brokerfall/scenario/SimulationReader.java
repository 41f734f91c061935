package dev.brokerfall.scenario;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.ObjectiveSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec.SelectSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec.SimulationSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec.StopSpec;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.QuantityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a scenario says of how much is played into rules on metrics, in their units. */
final class SimulationReader {

    private static final String STOP = "spec.simulation.stopWhen";
    private static final String SELECT = "spec.simulation.select";

    private final SimulationSpec spec;
    private final Site site;

    SimulationReader(SimulationSpec spec, Site site) {
        this.spec = spec;
        this.site = site;
    }

    /** Returns when enough has been played; empty when that is a number of trials, or when what is written makes no sense. */
    Optional<Stop> stop() {
        return spec.stopWhen().flatMap(this::stop);
    }

    private Optional<Stop> stop(StopSpec stop) {
        if (stop.minTrials() > stop.maxTrials()) {
            site.error(
                    STOP + ".minTrials",
                    "minTrials is %,d, and maxTrials %,d".formatted(stop.minTrials(), stop.maxTrials()),
                    "minTrials is the smaller one");
            return Optional.empty();
        }
        if (stop.best().isPresent()) {
            return best(stop, stop.best().get());
        }
        List<Metric> metrics = new ArrayList<>();
        for (int index = 0; index < stop.metric().size(); index++) {
            String path = STOP + ".metric" + (stop.metric().size() == 1 ? "" : "[" + index + "]");
            metric(stop.metric().get(index), path)
                    .filter(metric -> has(stop.stat(), metric))
                    .ifPresent(metrics::add);
        }
        if (stop.metric().isEmpty()) {
            site.error(STOP, "'metric' is missing", "the key of a metric, such as outageMinutesPerYear");
        }
        if (metrics.isEmpty() || metrics.size() < stop.metric().size()) {
            return Optional.empty();
        }
        if (stop.relativeHalfWidth().isPresent()) {
            return Optional.of(new Stop(
                    Stop.Rule.RELATIVE,
                    metrics,
                    stop.stat(),
                    stop.relativeHalfWidth().get(),
                    stop.minTrials(),
                    stop.maxTrials()));
        }
        if (metrics.size() > 1) {
            site.error(
                    STOP + ".absoluteHalfWidth",
                    "several metrics have no half-width in common",
                    "use relativeHalfWidth, or one metric");
            return Optional.empty();
        }
        return amount(metrics.get(0), stop.absoluteHalfWidth().orElseThrow(), STOP + ".absoluteHalfWidth")
                .filter(width -> positive(width))
                .map(width ->
                        new Stop(Stop.Rule.ABSOLUTE, metrics, stop.stat(), width, stop.minTrials(), stop.maxTrials()));
    }

    private boolean has(ObjectiveSpec.Stat stat, Metric metric) {
        boolean has = stat == ObjectiveSpec.Stat.MEAN || Objectives.hasQuantiles(metric);
        if (!has) {
            site.error(STOP + ".stat", "%s has no quantiles".formatted(metric.key()), "leave stat out");
        }
        return has;
    }

    private boolean positive(double width) {
        if (width <= 0) {
            site.error(STOP + ".absoluteHalfWidth", "absoluteHalfWidth must be more than nothing");
        }
        return width > 0;
    }

    private Optional<Stop> best(StopSpec stop, boolean best) {
        if (!best) {
            site.error(STOP + ".best", "'best' can only be true", "leave it out");
            return Optional.empty();
        }
        if (!stop.metric().isEmpty()) {
            site.error(
                    STOP + ".metric",
                    "the best option is chosen by simulation.select",
                    "say there by which metric, and leave it out here");
            return Optional.empty();
        }
        if (stop.stat() != ObjectiveSpec.Stat.MEAN) {
            site.error(STOP + ".stat", "the best option is the one with the best mean", "leave it out");
            return Optional.empty();
        }
        return Optional.of(new Stop(Stop.Rule.BEST, List.of(), stop.stat(), 0, stop.minTrials(), stop.maxTrials()));
    }

    /** Returns what the best option is chosen by. */
    Select select() {
        SelectSpec select = spec.select();
        Optional<Metric> metric = metric(select.metric(), SELECT + ".metric");
        if (metric.isEmpty()) {
            return Select.USUAL;
        }
        double usual = metric.get() == Select.USUAL.metric() ? Select.USUAL.indifference() : 0;
        return new Select(
                metric.get(),
                select.indifference()
                        .flatMap(value -> amount(metric.get(), value, SELECT + ".indifference"))
                        .orElse(usual));
    }

    private Optional<Metric> metric(String key, String path) {
        Optional<Metric> metric = Metric.of(key);
        if (metric.isEmpty()) {
            List<String> keys = Metric.all().stream().map(Metric::key).toList();
            site.error(path, "there is no metric '%s'".formatted(key), Suggestion.help(key, keys));
            return Optional.empty();
        }
        if (metric.get().kind() == Metric.Kind.FIXED) {
            site.error(path, "%s comes from no trial: it has no interval that could close".formatted(key));
            return Optional.empty();
        }
        return metric;
    }

    private Optional<Double> amount(Metric metric, Yaml value, String path) {
        if (!(value instanceof Yaml.Scalar scalar)) {
            site.error(path, "it must be a single value, found " + value.kind());
            return Optional.empty();
        }
        try {
            return Optional.of(Objectives.amount(metric, scalar));
        } catch (QuantityException e) {
            site.error(path, "%s: %s".formatted(metric.key(), e.getMessage()), e.help());
            return Optional.empty();
        }
    }
}
