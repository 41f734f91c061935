package dev.brokerfall.report;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.brokerfall.experiment.CauseRow;
import dev.brokerfall.experiment.Choice;
import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.Look;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.experiment.RareLoss;
import dev.brokerfall.experiment.Rigour;
import dev.brokerfall.experiment.Selecting;
import dev.brokerfall.experiment.Stopping;
import dev.brokerfall.experiment.StoppingResult;
import dev.brokerfall.experiment.sensitivity.SensitivityPlan;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Proportion;
import java.util.Locale;

/**
 * What figures are counted per. A result counts everything per year. Where events are planned in every trial and a trial is no year,
 * a year of such trials is nothing that anybody will see: people then read figures per trial.
 */
enum Per {
    YEAR("yr", "in a year", "minutes a year"),
    YEAR_WITH_THESE_EVENTS("yr", "in such a year", "minutes in such a year"),
    TRIAL("trial", "in a trial", "minutes a trial");

    private static final double ONE_YEAR_WITHIN = 0.01;

    private final String suffix;
    private final String within;
    private final String minutes;

    Per(String suffix, String within, String minutes) {
        this.suffix = suffix;
        this.within = within;
        this.minutes = minutes;
    }

    /** Returns what figures of {@code result} are counted per. */
    static Per of(ExperimentResult result) {
        if (result.conditionalOn().isEmpty()) {
            return YEAR;
        }
        return Math.abs(result.years() - 1) < ONE_YEAR_WITHIN ? YEAR_WITH_THESE_EVENTS : TRIAL;
    }

    /** Returns what figures of {@code plan} are counted per. */
    static Per of(SensitivityPlan plan) {
        if (plan.conditionalOn().isEmpty()) {
            return YEAR;
        }
        return plan.perTrial() ? TRIAL : YEAR_WITH_THESE_EVENTS;
    }

    /** Returns the words for the probability of something, such as {@code in a year}. */
    String within() {
        return within;
    }

    /** Returns the words for minutes out of it, such as {@code minutes a year}. */
    String minutes() {
        return minutes;
    }

    /** Returns the words for a sum over it: {@code a year}, or {@code a trial}. */
    String each() {
        return this == TRIAL ? "a trial" : "a year";
    }

    /** Returns a unit as a heading says it, such as {@code min/yr}. */
    String unit(Metric metric) {
        String unit = Figures.unit(metric);
        if (metric.kind() == Metric.Kind.PROBABILITY) {
            return within;
        }
        return metric.kind() == Metric.Kind.PER_YEAR ? unit + (unit.isEmpty() ? "per " : "/") + suffix : unit;
    }

    /** Returns the sentence that says so, if it is not the usual year. */
    String sentence(ExperimentResult result) {
        return switch (this) {
            case YEAR -> "";
            case YEAR_WITH_THESE_EVENTS -> "Figures are for a year with these events; they are not rates.";
            case TRIAL ->
                "Figures are for a trial of %s with these events; they are not rates."
                        .formatted(Figures.duration(Wording.seconds(result)).toLowerCase(Locale.ROOT));
        };
    }

    /** Returns {@code result} with its figures counted per this; the objectives keep theirs, whose limits are per year. */
    ExperimentResult count(ExperimentResult result) {
        if (this != TRIAL) {
            return result;
        }
        double years = result.years();
        return new ExperimentResult(
                result.scenario(),
                result.seed(),
                result.trials(),
                result.years(),
                result.confidence(),
                result.conditionalOn(),
                result.candidates(),
                result.options().stream()
                        .map(option -> count(option, years, result.confidence()))
                        .toList(),
                result.comparisons().stream().map(each -> count(each, years)).toList(),
                result.objectives(),
                result.assumptions(),
                result.failures(),
                result.complete(),
                result.eventsHandled(),
                new Rigour(
                        result.rigour().stopping().map(each -> count(each, years)),
                        result.rigour().choice().map(each -> count(each, years)),
                        result.rigour().diagnostics()));
    }

    private static Choice count(Choice choice, double years) {
        Metric metric = choice.by().metric();
        return new Choice(
                new Selecting(metric, count(metric, choice.by().indifference(), years)),
                choice.confidence(),
                choice.trials(),
                choice.best(),
                choice.decided(),
                choice.trialsToDecide(),
                choice.places().stream()
                        .map(each ->
                                new Choice.Placed(each.option(), each.standing(), count(metric, each.behind(), years)))
                        .toList());
    }

    private static StoppingResult count(StoppingResult stopping, double years) {
        return stopping.rule().rule() == Stopping.Rule.ABSOLUTE
                ? new StoppingResult(
                        stopping.rule(),
                        stopping.trials(),
                        stopping.reached(),
                        stopping.widest()
                                .map(look -> new Look(
                                        look.option(),
                                        look.metric(),
                                        look.stat(),
                                        count(look.metric(), look.halfWidth(), years),
                                        count(look.metric(), look.wanted(), years))))
                : stopping;
    }

    private static double count(Metric metric, double yearly, double years) {
        return metric.kind() == Metric.Kind.PER_YEAR ? yearly * years : yearly;
    }

    private static OptionResult count(OptionResult option, double years, double confidence) {
        return new OptionResult(
                option.name(),
                option.option(),
                option.axes(),
                option.baseline(),
                option.trials(),
                option.failedTrials(),
                ImmutableMap.copyOf(Maps.transformValues(option.metrics(), metric -> count(metric, years, confidence))),
                option.causes().stream().map(row -> count(row, years)).toList(),
                option.recovery(),
                option.maintenance(),
                option.bill());
    }

    private static MetricResult count(MetricResult result, double years, double confidence) {
        Metric metric = result.metric();
        return new MetricResult(
                metric,
                result.observations(),
                result.events(),
                metric.kind() == Metric.Kind.PROBABILITY
                        ? result.rare()
                                .flatMap(RareLoss::perTrial)
                                .orElseGet(
                                        () -> new Proportion(result.events(), result.observations()).within(confidence))
                        : count(metric, result.mean(), years),
                count(metric, result.p50(), years),
                count(metric, result.p95(), years),
                count(metric, result.p99(), years),
                result.effectiveEvents(),
                result.placeHolder(),
                result.rare());
    }

    private static Estimate count(Metric metric, Estimate yearly, double years) {
        return metric.kind() == Metric.Kind.PER_YEAR ? yearly.times(years) : yearly;
    }

    /** Differences of yearly probabilities cannot be brought to a trial; what remains of them is the verdict. */
    private static Comparison count(Comparison comparison, double years) {
        return new Comparison(
                comparison.metric(),
                comparison.option(),
                comparison.baseline(),
                difference(comparison.metric(), comparison.difference(), years),
                comparison.metric().kind() == Metric.Kind.PROBABILITY ? Estimate.NONE : comparison.ratio(),
                comparison.verdict(),
                new Comparison.Joint(
                        difference(comparison.metric(), comparison.joint().difference(), years),
                        comparison.joint().verdict()),
                comparison.varianceFactor());
    }

    private static Estimate difference(Metric metric, Estimate difference, double years) {
        return switch (metric.kind()) {
            case PER_YEAR -> difference.known() ? times(difference, years) : difference;
            case PROBABILITY -> Estimate.NONE;
            case FRACTION, LARGEST, EPISODES, FIXED -> difference;
        };
    }

    private static Estimate times(Estimate difference, double years) {
        return new Estimate(difference.value() * years, difference.lower() * years, difference.upper() * years);
    }

    private static CauseRow count(CauseRow row, double years) {
        return new CauseRow(
                row.cause(),
                row.unavailability(),
                row.unavailabilityShare(),
                row.outageMinutesPerYear() * years,
                row.lostRecordsPerYear() * years,
                row.lostBytesPerYear() * years,
                row.lossShare(),
                row.reReplicatedBytesPerYear() * years);
    }
}
