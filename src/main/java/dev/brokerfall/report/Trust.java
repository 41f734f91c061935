package dev.brokerfall.report;

import dev.brokerfall.experiment.Choice;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.Look;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.experiment.Stopping;
import dev.brokerfall.experiment.StoppingResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Selection.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a result says about itself: which option is the best, whether enough was played, and which figures to take with care. */
final class Trust {

    private Trust() {}

    /** Returns the sentences, the most important first; empty where there is nothing to say. */
    static List<String> sentences(ExperimentResult result) {
        List<String> sentences = new ArrayList<>();
        Per per = Per.of(result);
        result.rigour().choice().map(choice -> choice(choice, per)).ifPresent(sentences::add);
        result.rigour().stopping().map(stopping -> stopping(stopping, per)).ifPresent(sentences::add);
        rare(result).ifPresent(sentences::add);
        uneven(result).ifPresent(sentences::add);
        unrecovered(result).ifPresent(sentences::add);
        beginning(result).ifPresent(sentences::add);
        return sentences;
    }

    private static String choice(Choice choice, Per per) {
        String by = metric(choice.by().metric(), per);
        String zone = amount(choice.by().metric(), choice.by().indifference(), per);
        String sure = Figures.confidence(choice.confidence());
        List<String> equivalent = choice.those(Standing.EQUIVALENT);
        if (choice.decided()) {
            return equivalent.isEmpty()
                    ? "By %s %s is the best (%s).".formatted(by, choice.best(), sure)
                    : "By %s %s is the best, and %s %s behind by no more than %s (%s)."
                            .formatted(
                                    by,
                                    choice.best(),
                                    and(equivalent),
                                    equivalent.size() == 1 ? "is" : "are",
                                    zone,
                                    sure);
        }
        List<String> open = new ArrayList<>(List.of(choice.best()));
        open.addAll(choice.those(Standing.POSSIBLE));
        open.addAll(equivalent);
        String more = choice.trialsToDecide() < Long.MAX_VALUE
                ? "; about %s trials would tell".formatted(Figures.count(rounded(choice.trialsToDecide())))
                : "";
        return "By %s the best is one of %s (%s), and not known to %s%s.".formatted(by, and(open), sure, zone, more);
    }

    /** Rounds up to two digits, which is more than such a guess is worth. */
    private static long rounded(long trials) {
        long unit = 1;
        while (trials / unit >= 100) {
            unit *= 10;
        }
        return (trials + unit - 1) / unit * unit;
    }

    private static String stopping(StoppingResult stopping, Per per) {
        Stopping rule = stopping.rule();
        if (rule.rule() == Stopping.Rule.BEST) {
            return stopping.reached()
                    ? "Stopped after %s trials of each, when the best was known."
                            .formatted(Figures.count(stopping.trials()))
                    : "Stopped after %s trials of each, the most allowed, before the best was known."
                            .formatted(Figures.count(stopping.trials()));
        }
        String reached = stopping.reached() ? "" : ", the most allowed";
        return stopping.widest()
                .map(look -> "Stopped after %s trials of each%s: %s"
                        .formatted(Figures.count(stopping.trials()), reached, look(rule, look, per)))
                .orElse("");
    }

    private static String look(Stopping rule, Look look, Per per) {
        boolean relative = rule.rule() == Stopping.Rule.RELATIVE;
        String wanted = relative ? Figures.percent(look.wanted()) : amount(look.metric(), look.wanted(), per);
        if (Double.isInfinite(look.halfWidth())) {
            return "±%s was asked for, and %s of %s has no such interval yet."
                    .formatted(wanted, look.what(), look.option());
        }
        String is = relative ? Figures.percent(look.halfWidth()) : amount(look.metric(), look.halfWidth(), per);
        return "the widest interval is ±%s (%s of %s), and ±%s was asked for."
                .formatted(is, look.what(), look.option(), wanted);
    }

    /** Says of which options plain trials saw too few losses, and what the figure leaves out. */
    private static Optional<String> rare(ExperimentResult result) {
        List<String> options = result.options().stream()
                .filter(option -> Optional.ofNullable(option.metrics().get(Metric.DATA_LOSS_PROBABILITY))
                        .flatMap(MetricResult::rare)
                        .isPresent())
                .map(OptionResult::name)
                .toList();
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of("Too few trials lose anything with " + and(options)
                        + ": the probability comes from chains of faults that were drawn more often than by nature and"
                        + " weighted back. Losses without any fault are not in it; no trial had one.");
    }

    /** Names the options whose minutes rest on few events: that is where an interval can be too narrow. */
    private static Optional<String> uneven(ExperimentResult result) {
        List<String> few = result.options().stream()
                .filter(option -> Optional.ofNullable(option.metrics().get(Metric.OUTAGE_MINUTES))
                        .filter(MetricResult::uneven)
                        .isPresent())
                .map(Trust::few)
                .toList();
        return few.isEmpty()
                ? Optional.empty()
                : Optional.of("Few long outages carry the minutes of " + and(few)
                        + ": longer ones than any seen can be missing from such a mean and its interval.");
    }

    private static String few(OptionResult option) {
        MetricResult minutes =
                Optional.ofNullable(option.metrics().get(Metric.OUTAGE_MINUTES)).orElseThrow();
        return "%s (as if %s equal ones)".formatted(option.name(), Figures.number(minutes.effectiveEvents()));
    }

    /** Of what is planned for certain times the parts of a horizon differ anyway. */
    private static Optional<String> beginning(ExperimentResult result) {
        List<String> options = result.rigour().diagnostics().stream()
                .filter(each -> result.conditionalOn().isEmpty() && each.beginningMatters())
                .map(each -> "those of %s are %s for it by %s"
                        .formatted(
                                each.option(),
                                each.beginning().value() < 0 ? "lower" : "higher",
                                Figures.plain(Math.abs(each.beginning().value()))))
                .toList();
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of("Trials begin otherwise than they go on, which moves the minutes a year: " + and(options)
                        + "; a longer horizon leaves less of that.");
    }

    private static Optional<String> unrecovered(ExperimentResult result) {
        List<String> options = result.rigour().diagnostics().stream()
                .filter(each -> each.trialsUnrecovered() > 0)
                .map(each -> "%s %s".formatted(each.option(), Figures.count(each.trialsUnrecovered())))
                .toList();
        return options.isEmpty()
                ? Optional.empty()
                : Optional.of("Trials that ended before everything was in sync again: " + String.join(", ", options)
                        + " (counted for as long as they were seen, and in no mean of recoveries).");
    }

    private static String metric(Metric metric, Per per) {
        return metric == Metric.OUTAGE_MINUTES ? "the " + per.minutes() + " it cannot be written," : metric.key();
    }

    private static String amount(Metric metric, double value, Per per) {
        if (metric == Metric.OUTAGE_MINUTES) {
            return (per == Per.TRIAL ? Figures.number(value) : Figures.plain(value)) + " "
                    + (value == 1 ? per.minutes().replaceFirst("minutes", "minute") : per.minutes());
        }
        String unit = per.unit(metric);
        return Figures.value(metric, value) + (unit.isEmpty() ? "" : " " + unit);
    }

    private static String and(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }
}
