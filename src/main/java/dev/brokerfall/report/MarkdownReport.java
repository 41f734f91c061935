package dev.brokerfall.report;

import dev.brokerfall.experiment.Assumption;
import dev.brokerfall.experiment.CauseRow;
import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.CostPerNine;
import dev.brokerfall.experiment.Diagnostics;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.ObjectiveResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.metric.BillItem;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** A result to keep and to hand round: the numbers with their intervals, what they are due to and what they rest on. */
public final class MarkdownReport {

    private static final double TEBI = 1L << 40;
    private static final double GIBI = 1L << 30;
    private static final double MINUTES_PER_YEAR = 365.25 * 24 * 60;
    private static final List<Metric> SUMMARY = List.of(
            Metric.OUTAGE_MINUTES,
            Metric.DATA_LOSS_PROBABILITY,
            Metric.RECOVERY,
            Metric.RE_REPLICATED_BYTES,
            Metric.MONTHLY_COST);

    private final ExperimentResult result;
    private final Per per;
    private final Setting setting;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(ExperimentResult result, Setting setting) {
        this.per = Per.of(result);
        this.result = per.count(result);
        this.setting = setting;
    }

    /** Returns the report of {@code result}; the same result gives the same text. */
    public static String of(ExperimentResult result, Setting setting) {
        MarkdownReport report = new MarkdownReport(result, setting);
        report.summary();
        report.objectives();
        report.charts();
        report.causes();
        report.comparisons();
        report.trust();
        report.metrics();
        report.price();
        report.assumptions();
        report.limits();
        report.again();
        return report.out.toString();
    }

    private void summary() {
        out.append("# ").append(result.scenario()).append("\n\n");
        out.append(VerdictSentence.of(result)).append("\n\n");
        out.append(Wording.size(result)).append(", seed ").append(result.seed()).append(". Background faults: ");
        out.append(setting.background()).append(". Planned in every trial: ");
        out.append(setting.planned().isEmpty() ? "nothing" : String.join(", ", setting.planned()))
                .append(".\n");
        if (!per.sentence(result).isEmpty()) {
            out.append('\n').append(per.sentence(result)).append('\n');
        }
        if (!result.complete()) {
            out.append("\n**Incomplete: not every trial asked for was played.**\n");
        }
        result.failures().stream()
                .limit(20)
                .forEach(failure -> out.append("\n**Failed trial:** ")
                        .append("%s, trial %d, seed %d: %s\n"
                                .formatted(
                                        failure.option(), failure.trial(), failure.seed(), escape(failure.message()))));
        out.append('\n');
        List<String> heads = new ArrayList<>(List.of("option"));
        for (Metric metric : SUMMARY) {
            heads.add(head(metric));
        }
        List<List<String>> rows = new ArrayList<>();
        for (OptionResult option : result.options()) {
            List<String> row = new ArrayList<>(List.of(name(option)));
            for (Metric metric : SUMMARY) {
                row.add(cell(option, metric));
            }
            rows.add(row);
        }
        table(heads, rows);
        out.append("Intervals are at ").append(Figures.confidence(result.confidence()));
        out.append(" confidence. `< x (0)` means that nothing was seen, and that x is the upper bound.")
                .append(" `?` marks a figure in which a value without a source has weight.\n\n");
    }

    private String head(Metric metric) {
        return switch (metric) {
            case OUTAGE_MINUTES -> "cannot write, " + per.unit(metric);
            case DATA_LOSS_PROBABILITY -> "loses acked data " + per.within();
            case RECOVERY -> "recovery, p95";
            case RE_REPLICATED_BYTES -> "re-copied, " + per.unit(metric);
            case MONTHLY_COST -> "cost, USD/month";
            default -> metric.key();
        };
    }

    private static String name(OptionResult option) {
        return "`" + option.name() + "`" + (option.baseline() ? " (baseline)" : "");
    }

    private static String cell(OptionResult option, Metric metric) {
        MetricResult found = option.metrics().get(metric);
        if (found == null) {
            return Figures.NOTHING;
        }
        if (metric.kind() != Metric.Kind.EPISODES) {
            return Figures.meanAndInterval(found);
        }
        return found.p95().known()
                ? Figures.value(metric, found.p95().value()) + " " + Figures.interval(metric, found.p95())
                        + (found.placeHolder() ? " ?" : "")
                : Figures.NOTHING;
    }

    private void objectives() {
        Set<Objective> objectives = new LinkedHashSet<>();
        result.objectives().forEach(each -> objectives.add(each.objective()));
        if (objectives.isEmpty()) {
            return;
        }
        out.append("## Objectives\n\n");
        List<String> heads = new ArrayList<>(List.of("option"));
        objectives.forEach(objective -> heads.add(Wording.objective(objective)));
        List<List<String>> rows = new ArrayList<>();
        for (OptionResult option : result.options()) {
            List<String> row = new ArrayList<>(List.of(name(option)));
            for (Objective objective : objectives) {
                row.add(result.objectives().stream()
                        .filter(each -> each.objective().equals(objective)
                                && each.option().equals(option.name()))
                        .findFirst()
                        .map(MarkdownReport::verdict)
                        .orElse(Figures.NOTHING));
            }
            rows.add(row);
        }
        table(heads, rows);
        out.append("PASS: the whole interval is within the limit. FAIL: the whole interval is beyond it.")
                .append(" INCONCLUSIVE: the limit lies in the interval.");
        if (!result.candidates().isEmpty()) {
            out.append(" The exit code is decided by: ")
                    .append(String.join(", ", result.candidates()))
                    .append('.');
        }
        out.append("\n\n");
    }

    private static String verdict(ObjectiveResult objective) {
        Estimate observed = objective.observed();
        Metric metric = objective.objective().metric();
        String seen = observed.known()
                ? " (" + Figures.value(metric, observed.value()) + " " + Figures.interval(metric, observed) + ")"
                : "";
        return "**" + Wording.verdict(objective.verdict()) + "**" + (objective.placeHolder() ? " ?" : "") + seen;
    }

    private void charts() {
        if (setting.charts().isEmpty()) {
            return;
        }
        out.append("## Charts\n\n");
        for (Setting.Chart chart : setting.charts()) {
            out.append("![").append(escape(chart.caption())).append("](charts/").append(chart.name());
            out.append(".png)\n\n")
                    .append(chart.caption())
                    .append(" [SVG](charts/")
                    .append(chart.name());
            out.append(".svg)\n\n");
        }
    }

    private void causes() {
        if (result.options().stream().allMatch(option -> option.causes().isEmpty())) {
            return;
        }
        out.append("## What it was due to\n\n");
        out.append(
                        "An interval in which partitions cannot be written, and a loss, belong to the earliest unrecovered fault")
                .append(" among the brokers that made it so. Means over trials, " + per.each()
                        + "; the rows sum to the total.")
                .append(" *Partition-minutes* weigh an outage by the share of partitions it hits.\n\n");
        for (OptionResult option : result.options()) {
            out.append("### `").append(option.name()).append("`\n\n");
            if (option.causes().isEmpty()) {
                out.append("Nothing happened.\n\n");
                continue;
            }
            List<List<String>> rows = new ArrayList<>();
            option.causes().forEach(row -> rows.add(causeRow(row, "`" + row.cause() + "`")));
            rows.add(causeRow(total(option.causes()), "**total**"));
            table(
                    List.of(
                            "cause",
                            "cannot write, min",
                            "partition-minutes, min",
                            "share",
                            "lost records",
                            "lost, GiB",
                            "re-copied, TiB"),
                    rows);
        }
    }

    private List<String> causeRow(CauseRow row, String name) {
        return List.of(
                name,
                Figures.number(row.outageMinutesPerYear()),
                Figures.number(row.unavailability() * partitionMinutes()),
                row.unavailabilityShare() > 0 ? Wording.share(row.unavailabilityShare()) : Figures.NOTHING,
                Figures.number(row.lostRecordsPerYear()),
                Figures.number(row.lostBytesPerYear() / GIBI),
                Figures.number(row.reReplicatedBytesPerYear() / TEBI));
    }

    /** Partition-time as minutes: of a year, or of a trial. */
    private double partitionMinutes() {
        return per == Per.TRIAL ? Wording.seconds(result) / 60 : MINUTES_PER_YEAR;
    }

    private static CauseRow total(List<CauseRow> rows) {
        return new CauseRow(
                "total",
                sum(rows, CauseRow::unavailability),
                sum(rows, CauseRow::unavailabilityShare),
                sum(rows, CauseRow::outageMinutesPerYear),
                sum(rows, CauseRow::lostRecordsPerYear),
                sum(rows, CauseRow::lostBytesPerYear),
                sum(rows, CauseRow::lossShare),
                sum(rows, CauseRow::reReplicatedBytesPerYear));
    }

    private static double sum(List<CauseRow> rows, ToDoubleFunction<CauseRow> part) {
        return rows.stream().mapToDouble(part).sum();
    }

    private void comparisons() {
        if (result.comparisons().isEmpty()) {
            return;
        }
        out.append("## Beside the baseline\n\n");
        out.append("Option minus baseline, trial by trial under the same faults, with the paired interval.\n\n");
        List<List<String>> rows = new ArrayList<>();
        for (Comparison comparison : result.comparisons()) {
            if (SUMMARY.contains(comparison.metric())) {
                rows.add(List.of(
                        comparedHead(comparison.metric()),
                        "`" + comparison.option() + "`",
                        difference(comparison.metric(), comparison.difference()),
                        ratio(comparison.ratio()),
                        word(comparison.verdict()),
                        word(comparison.joint().verdict()),
                        factor(comparison.varianceFactor())));
            }
        }
        rows.sort(java.util.Comparator.comparingInt(row -> headings().indexOf(row.get(0))));
        table(List.of("metric", "option", "difference", "ratio", "verdict", "all at once", "variance without"), rows);
        out.append(
                        "*All at once*: the verdict that holds for every option together, each interval being widened for it.")
                .append(
                        " *Variance without*: how many times greater the variance of the difference would be if the options did")
                .append(" not meet the same faults.\n\n");
    }

    /** Of recoveries the means are compared; of all else what the summary shows. */
    private String comparedHead(Metric metric) {
        return metric == Metric.RECOVERY ? "recovery, mean" : head(metric);
    }

    private static String word(Comparison.Outcome verdict) {
        return verdict == Comparison.Outcome.NO_DATA ? "no data" : verdict.key();
    }

    private static String factor(double factor) {
        return Double.isFinite(factor) ? "×" + Figures.number(factor) : Figures.NOTHING;
    }

    private void trust() {
        if (result.rigour().diagnostics().isEmpty()) {
            return;
        }
        out.append("## How far this can be trusted\n\n");
        Trust.sentences(result)
                .forEach(sentence -> out.append("- ").append(sentence).append('\n'));
        out.append('\n');
        List<List<String>> rows = new ArrayList<>();
        for (Diagnostics each : result.rigour().diagnostics()) {
            MetricResult minutes = option(each.option()).metrics().get(Metric.OUTAGE_MINUTES);
            rows.add(List.of(
                    "`" + each.option() + "`",
                    standing(each.option()),
                    minutes == null || Double.isNaN(minutes.effectiveEvents())
                            ? Figures.NOTHING
                            : Figures.number(minutes.effectiveEvents()),
                    Integer.toString(each.unevenMetrics()),
                    Figures.count(each.trialsUnrecovered()),
                    Figures.duration(each.cutOffSeconds())));
        }
        table(
                List.of(
                        "option",
                        "behind the best",
                        "events behind the minutes",
                        "uneven metrics",
                        "trials unrecovered",
                        "cut off"),
                rows);
        out.append(
                        "*Behind the best*: the most by which the option can be behind the truly best one, said of all options at once.")
                .append(
                        " *Events behind the minutes*: as many rare outages of equal length would make so uneven a mean; below ")
                .append(Figures.number(Diagnostics.ENOUGH_EVENTS))
                .append(" its interval deserves no trust beyond what was seen. *Uneven metrics*: how many have fewer.")
                .append(
                        " *Trials unrecovered*: at their horizon something was not in sync yet. *Cut off*: how long that had lasted, on the")
                .append(
                        " average of all trials; what goes on unseen beyond the horizon, and what a trial leaves out by beginning")
                .append(" with everything in sync, is of that size beside a horizon of ")
                .append(Figures.duration(Wording.seconds(result)))
                .append(".\n\n");
    }

    private OptionResult option(String name) {
        return result.options().stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String standing(String option) {
        return result.rigour().choice().stream()
                .flatMap(choice -> choice.places().stream())
                .filter(place -> place.option().equals(option))
                .findFirst()
                .map(place -> "%s, at most %s"
                        .formatted(place.standing().name().toLowerCase(Locale.ROOT), Figures.number(place.behind())))
                .orElse(Figures.NOTHING);
    }

    private List<String> headings() {
        return SUMMARY.stream().map(this::comparedHead).toList();
    }

    private static String difference(Metric metric, Estimate estimate) {
        if (!estimate.known()) {
            return Figures.NOTHING;
        }
        String value = metric.unit() == Metric.Unit.SECONDS
                ? Figures.number(estimate.value() / 60) + " min"
                : Figures.value(metric, estimate.value());
        if (metric.unit() == Metric.Unit.SECONDS) {
            return value + " [" + Figures.number(estimate.lower() / 60) + ", " + Figures.number(estimate.upper() / 60)
                    + "]";
        }
        return value + " " + Figures.interval(metric, estimate);
    }

    private static String ratio(Estimate ratio) {
        return ratio.known()
                ? "%s [%s, %s]"
                        .formatted(
                                Figures.number(ratio.value()),
                                Figures.number(ratio.lower()),
                                Figures.number(ratio.upper()))
                : Figures.NOTHING;
    }

    private void metrics() {
        out.append("## All metrics\n\n");
        List<String> heads = new ArrayList<>(List.of("metric"));
        result.options().forEach(option -> heads.add("`" + option.name() + "`"));
        List<List<String>> rows = new ArrayList<>();
        for (Metric metric : Metric.all()) {
            if (result.options().stream().noneMatch(option -> option.metrics().containsKey(metric))) {
                continue;
            }
            String unit = per.unit(metric);
            List<String> row = new ArrayList<>(List.of("`" + metric.key() + "`" + (unit.isEmpty() ? "" : ", " + unit)));
            for (OptionResult option : result.options()) {
                MetricResult found = option.metrics().get(metric);
                row.add(found == null ? Figures.NOTHING : Figures.meanAndInterval(found));
            }
            rows.add(row);
        }
        table(heads, rows);
        Set<String> derivations = new LinkedHashSet<>();
        for (Metric metric : Metric.all()) {
            if (result.options().stream().anyMatch(option -> option.metrics().containsKey(metric))) {
                metric.derivation().ifPresent(derivation -> {
                    if (derivations.add(derivation)) {
                        out.append("`")
                                .append(metric.key())
                                .append("`: ")
                                .append(derivation)
                                .append("\n\n");
                    }
                });
            }
        }
    }

    private void price() {
        if (result.options().stream().allMatch(option -> option.bill().isEmpty())) {
            return;
        }
        out.append("## What a month costs\n\n");
        out.append(
                "List prices without discounts, each of the date behind it; traffic leaves out what is copied anew after failures.\n\n");
        List<List<String>> rows = new ArrayList<>();
        for (OptionResult option : result.options()) {
            for (BillItem item : option.bill()) {
                rows.add(List.of(
                        "`" + option.name() + "`",
                        escape(item.what()),
                        Figures.number(item.amount()) + " " + item.basis(),
                        price(item.price()) + (item.placeHolder() ? " ?" : ""),
                        usd(item.monthly()) + (item.placeHolder() ? " ?" : ""),
                        "`" + item.entry() + "`",
                        item.priceDate().isEmpty() ? Figures.NOTHING : item.priceDate()));
            }
        }
        table(List.of("option", "for", "amount", "price of one, USD", "USD/month", "price is", "of"), rows);
        perNine();
    }

    /** What one planned outage does to a short trial is no availability. */
    private void perNine() {
        if (per == Per.TRIAL) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        for (OptionResult option : result.options()) {
            Estimate nine = CostPerNine.of(option);
            if (nine.known()) {
                rows.add(List.of(
                        "`" + option.name() + "`",
                        cell(option, Metric.MONTHLY_COST),
                        (nine.value() > 0 ? usd(nine) : "< " + Figures.number(nine.upper()) + " (0)")
                                + (CostPerNine.placeHolder(option) ? " ?" : "")));
            }
        }
        if (!rows.isEmpty()) {
            table(List.of("option", "USD/month", "USD/month for each nine"), rows);
            out.append(
                            "A nine: the share of partition-time that cannot be written is a tenth; 99.9 % available are three nines.")
                    .append(
                            " The interval pairs the least price with the fewest minutes out, and the most with the most.\n\n");
        }
    }

    /** A price keeps the digits that it has. */
    private static String price(Estimate price) {
        return price.lower() < price.upper()
                ? "%s [%s, %s]"
                        .formatted(
                                Figures.plain(price.value()),
                                Figures.plain(price.lower()),
                                Figures.plain(price.upper()))
                : Figures.plain(price.value());
    }

    private static String usd(Estimate money) {
        return money.lower() < money.upper()
                ? "%s [%s, %s]"
                        .formatted(
                                Figures.number(money.value()),
                                Figures.number(money.lower()),
                                Figures.number(money.upper()))
                : Figures.number(money.value());
    }

    private void assumptions() {
        out.append("## What this rests on\n\n");
        replaced();
        List<Assumption> unstated = result.assumptions().stream()
                .filter(assumption -> assumption.label().equals("inferred")
                        || assumption.label().equals("unknown"))
                .toList();
        if (unstated.isEmpty()) {
            out.append("Every value has a source that states it.\n\n");
            return;
        }
        out.append(
                        "Values that no source states: *inferred* ones are worked out from something stated, *unknown* ones are")
                .append(" place-holders.\n\n");
        List<List<String>> rows = new ArrayList<>();
        for (Assumption assumption : unstated) {
            rows.add(List.of(
                    "`" + assumption.path() + "`",
                    escape(assumption.value()),
                    assumption.label(),
                    escape(assumption.note())));
        }
        table(List.of("value", "is taken as", "label", "because"), rows);
    }

    private void replaced() {
        List<List<String>> rows = new ArrayList<>();
        for (Assumption assumption : result.assumptions()) {
            assumption
                    .instead()
                    .ifPresent(own -> rows.add(List.of(
                            "`" + assumption.path() + "`",
                            escape(assumption.value()),
                            assumption.label(),
                            escape(own.value()),
                            own.label())));
        }
        if (!rows.isEmpty()) {
            out.append("Overridden assumptions: values of the user's own in place of the catalogue's.\n\n");
            table(List.of("value", "is taken as", "label", "instead of", "label"), rows);
        }
    }

    private void limits() {
        out.append("## What is not modelled\n\n");
        for (String limit : Limits.all()) {
            out.append("- ").append(limit).append('\n');
        }
        out.append('\n');
    }

    private void again() {
        out.append("## To play it again\n\n");
        out.append("```sh\n").append(setting.command()).append("\n```\n\n");
        out.append("`scenario.yaml` beside this file holds every value that was used, `manifest.json` the version (")
                .append(setting.version())
                .append(") and the hashes of what was read. The same inputs give the same bytes.\n");
    }

    private void table(List<String> heads, List<List<String>> rows) {
        line(heads);
        line(Collections.nCopies(heads.size(), "---"));
        rows.forEach(this::line);
        out.append('\n');
    }

    private void line(List<String> cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("\n", " ").replace("[", "\\[").replace("]", "\\]");
    }
}
