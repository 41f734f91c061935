package dev.brokerfall.scenario;

import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.ObjectiveSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.Money;
import dev.brokerfall.unit.QuantityException;
import dev.brokerfall.unit.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns objectives as written into limits in the units of their metrics. */
final class Objectives {

    private static final double SECONDS_PER_MINUTE = 60;
    private static final double MILLIS_PER_SECOND = 1000;

    /** Of so many trials without an event, the upper bound at 95 % is three over their number: the rule of three. */
    private static final double RULE_OF_THREE = 3;

    private final Yaml tree;
    private final Problems problems;

    Objectives(Yaml tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
    }

    List<Objective> read(ScenarioSpec spec) {
        List<Objective> objectives = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int index = 0; index < spec.objectives().size(); index++) {
            String path = "spec.objectives[" + index + "]";
            ObjectiveSpec objective = spec.objectives().get(index);
            if (ids.contains(objective.id())) {
                problems.error(
                        Paths.place(tree, path + ".id"), "the objective '%s' is there twice".formatted(objective.id()));
            }
            ids.add(objective.id());
            read(objective, path).ifPresent(read -> {
                settle(read, spec, path);
                objectives.add(read);
            });
        }
        return objectives;
    }

    private Optional<Objective> read(ObjectiveSpec spec, String path) {
        Optional<Metric> metric = Metric.of(spec.metric());
        if (metric.isEmpty()) {
            List<String> keys = Metric.all().stream().map(Metric::key).toList();
            problems.error(
                    Paths.place(tree, path + ".metric"),
                    "there is no metric '%s'".formatted(spec.metric()),
                    Suggestion.help(spec.metric(), keys));
            return Optional.empty();
        }
        if (spec.stat() != ObjectiveSpec.Stat.MEAN && !hasQuantiles(metric.get())) {
            problems.error(
                    Paths.place(tree, path + ".stat"),
                    "%s has no quantiles".formatted(spec.metric()),
                    "leave stat out");
            return Optional.empty();
        }
        Yaml limit = spec.max().or(spec::min).orElseThrow();
        if (!(limit instanceof Yaml.Scalar scalar)) {
            problems.error(limit.place(), "a limit must be a single value, found " + limit.kind());
            return Optional.empty();
        }
        try {
            return Optional.of(new Objective(
                    spec.id(),
                    metric.get(),
                    spec.stat(),
                    spec.max().isPresent(),
                    amount(metric.get(), scalar),
                    scalar.text(),
                    spec.severity()));
        } catch (QuantityException e) {
            problems.error(limit.place(), "%s: %s".formatted(spec.metric(), e.getMessage()), e.help());
            return Optional.empty();
        }
    }

    /** Returns whether quantiles of {@code metric} mean anything: not of what happens or does not, nor of what is known without a trial. */
    static boolean hasQuantiles(Metric metric) {
        return metric.kind() != Metric.Kind.PROBABILITY && metric.kind() != Metric.Kind.FIXED;
    }

    /**
     * Returns an amount of {@code metric}, in its unit.
     *
     * @throws QuantityException if none is written
     */
    static double amount(Metric metric, Yaml.Scalar scalar) {
        String text = scalar.text();
        return switch (metric.unit()) {
            case FRACTION, PROBABILITY -> Share.parse(text);
            case MINUTES_PER_YEAR -> Durations.seconds(Durations.parse(text)) / SECONDS_PER_MINUTE;
            case SECONDS -> Durations.seconds(Durations.parse(text));
            case MILLISECONDS -> Durations.seconds(Durations.parse(text)) * MILLIS_PER_SECOND;
            case BYTES_PER_YEAR -> DataSize.parse(text).bytes();
            case BYTES_PER_SECOND -> DataRate.parse(text).bytesPerSecond();
            case USD_PER_MONTH -> Money.parse(text).usd();
            case PER_YEAR, RECORDS_PER_YEAR, PARTITION_HOURS_PER_YEAR -> {
                if (!scalar.isNumber() || text.startsWith("-")) {
                    throw new QuantityException(
                            "'%s' is not a number".formatted(text), "write a bare number, a year's worth");
                }
                yield Double.parseDouble(text);
            }
        };
    }

    /** Warns of a limit on a probability that the trials cannot undercut even if nothing ever happens. */
    private void settle(Objective objective, ScenarioSpec spec, String path) {
        if (objective.metric().kind() != Metric.Kind.PROBABILITY || !objective.most()) {
            return;
        }
        double years = Durations.seconds(spec.horizon()) / Durations.seconds(Durations.parse("1y"));
        double trials = (double) trials(spec);
        double reachable = 1 - StrictMath.pow(Math.max(0, 1 - RULE_OF_THREE / trials), 1 / years);
        if (objective.limit() < reachable) {
            problems.warning(
                    Paths.place(tree, path + ".max"),
                    "%s trials cannot settle this: without a single event they show at best %s a year"
                            .formatted(trials(spec), percent(reachable)),
                    "about %s trials could".formatted((long)
                            Math.ceil(RULE_OF_THREE / (1 - StrictMath.pow(1 - objective.limit(), years)))));
        }
    }

    private static long trials(ScenarioSpec spec) {
        return spec.simulation()
                .stopWhen()
                .map(ScenarioSpec.StopSpec::maxTrials)
                .orElse(spec.simulation().trials());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2g%%", share * 100);
    }
}
