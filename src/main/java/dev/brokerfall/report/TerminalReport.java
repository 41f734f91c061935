package dev.brokerfall.report;

import dev.brokerfall.experiment.CauseRow;
import dev.brokerfall.experiment.Comparison;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.ObjectiveResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.metric.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A result on one screen: what it costs to choose each option, whether it meets the objectives, why, and one plain sentence. */
public final class TerminalReport {

    private static final int WIDTH = 110;
    private static final int MAIN_CAUSES = 3;
    private static final double RATIO_SAID_AS_FACTOR = 10;

    private final ExperimentResult result;
    private final Per per;
    private final Setting setting;
    private final boolean colour;

    /** Creates the report of {@code result}; {@code colour} says whether the terminal takes it. */
    public TerminalReport(ExperimentResult result, Setting setting, boolean colour) {
        this.per = Per.of(result);
        this.result = per.count(result);
        this.setting = setting;
        this.colour = colour;
    }

    /** Returns the report; {@code took} is how long the run took. */
    public String text(Duration took) {
        StringBuilder out = new StringBuilder();
        heading(out, took);
        options(out);
        objectives(out);
        mainCauses(out);
        closing(out);
        return out.toString();
    }

    private void heading(StringBuilder out, Duration took) {
        out.append(result.scenario()).append("    ").append(Wording.size(result));
        out.append(", seed ").append(result.seed()).append(", ").append(Figures.duration(took.toMillis() / 1000.0));
        out.append('\n');
        String planned = setting.planned().isEmpty() ? "nothing" : String.join(", ", setting.planned());
        Wrapped.write(out, "Background: " + setting.background() + ". Planned in every trial: " + planned, 4);
        if (!per.sentence(result).isEmpty()) {
            out.append(per.sentence(result)).append('\n');
        }
        if (!result.complete()) {
            out.append("INCOMPLETE: not every trial asked for was played.\n");
        }
        result.failures().stream()
                .limit(3)
                .forEach(failure -> Wrapped.write(
                        out,
                        "FAILED TRIAL: %s, trial %d, seed %d: %s"
                                .formatted(failure.option(), failure.trial(), failure.seed(), failure.message()),
                        4));
        out.append('\n');
    }

    private void options(StringBuilder out) {
        int widest = result.options().stream()
                .mapToInt(option ->
                        cell(option, Metric.OUTAGE_MINUTES, Figures::mean).length())
                .reduce("CANNOT WRITE".length(), Math::max);
        String right = "%" + widest + "s  %s";
        TextTable table = new TextTable(List.of(false, false, false, false, false, true, false));
        table.row(List.of(
                "OPTION",
                right.formatted("CANNOT WRITE", Figures.confidence(result.confidence()) + " CI"),
                "VS BASELINE",
                "LOSES ACKED DATA",
                "RECOVERY",
                "RE-COPIED",
                "COST"));
        table.row(List.of(
                "",
                right.formatted(per.unit(Metric.OUTAGE_MINUTES), ""),
                "",
                per.within(),
                "p95",
                per.unit(Metric.RE_REPLICATED_BYTES),
                "USD/month"));
        for (OptionResult option : result.options()) {
            table.row(List.of(
                    option.name() + (option.baseline() ? " B" : ""),
                    right.formatted(
                            cell(option, Metric.OUTAGE_MINUTES, Figures::mean),
                            cell(option, Metric.OUTAGE_MINUTES, TerminalReport::intervalUnlessBound)),
                    versusBaseline(option),
                    cell(option, Metric.DATA_LOSS_PROBABILITY, Figures::meanAndInterval),
                    cell(option, Metric.RECOVERY, TerminalReport::p95),
                    cell(option, Metric.RE_REPLICATED_BYTES, Figures::mean),
                    cell(option, Metric.MONTHLY_COST, Figures::mean)));
        }
        table.writeTo(out, Math.max(12, longestName() - Math.max(0, table.width() - WIDTH)));
        if (result.options().stream()
                .flatMap(option -> option.metrics().values().stream())
                .anyMatch(MetricResult::placeHolder)) {
            out.append("?  rests on a value without a source\n");
        }
        if (result.options().stream()
                .map(option -> option.metrics().get(Metric.DATA_LOSS_PROBABILITY))
                .anyMatch(found -> found != null && Figures.isRare(found.mean().value()))) {
            out.append("e-8 [...]  a power of ten, of the value and of the interval behind it\n");
        }
        out.append('\n');
    }

    private int longestName() {
        return result.options().stream()
                .mapToInt(option -> option.name().length() + (option.baseline() ? 2 : 0))
                .max()
                .orElse(0);
    }

    private static String cell(
            OptionResult option, Metric metric, java.util.function.Function<MetricResult, String> text) {
        return Optional.ofNullable(option.metrics().get(metric)).map(text).orElse(Figures.NOTHING);
    }

    private static String intervalUnlessBound(MetricResult metric) {
        return Figures.nothingSeen(metric) ? "" : Figures.interval(metric.metric(), metric.mean());
    }

    private static String p95(MetricResult metric) {
        return metric.p95().known()
                ? Figures.value(metric.metric(), metric.p95().value()) + (metric.placeHolder() ? " ?" : "")
                : Figures.NOTHING;
    }

    private String versusBaseline(OptionResult option) {
        return result.comparisons().stream()
                .filter(comparison -> comparison.metric() == Metric.OUTAGE_MINUTES
                        && comparison.option().equals(option.name()))
                .findFirst()
                .map(TerminalReport::versus)
                .orElse(Figures.NOTHING);
    }

    /** With several options, a verdict is one that holds for all of them at once. */
    private static String versus(Comparison comparison) {
        Comparison.Outcome verdict = comparison.joint().verdict();
        if (verdict == Comparison.Outcome.INDISTINGUISHABLE || verdict == Comparison.Outcome.NO_DATA) {
            return verdict == Comparison.Outcome.NO_DATA ? "no data" : "unclear";
        }
        return verdict.key() + "  " + change(comparison);
    }

    private static String change(Comparison comparison) {
        if (!comparison.ratio().known()) {
            double minutes = comparison.difference().value();
            return (minutes > 0 ? "+" : "") + Figures.number(minutes) + " min";
        }
        double ratio = comparison.ratio().value();
        if (ratio >= RATIO_SAID_AS_FACTOR) {
            return "×" + Figures.number(ratio);
        }
        return (ratio > 1 ? "+" : "")
                + String.format(Locale.ROOT, "%.0f %%", 100 * (ratio - 1)).replace('-', '−');
    }

    private void objectives(StringBuilder out) {
        Set<Objective> objectives = new LinkedHashSet<>();
        result.objectives().forEach(each -> objectives.add(each.objective()));
        if (objectives.isEmpty()) {
            return;
        }
        List<Objective> left = new ArrayList<>(objectives);
        while (!left.isEmpty()) {
            int taken = left.size();
            while (taken > 1 && objectives(left.subList(0, taken)).width() > WIDTH) {
                taken--;
            }
            objectives(left.subList(0, taken)).writeTo(out, WIDTH);
            left = left.subList(taken, left.size());
        }
        out.append('\n');
    }

    private TextTable objectives(List<Objective> objectives) {
        TextTable table = new TextTable(java.util.Collections.nCopies(objectives.size() + 1, false));
        List<String> heads = new ArrayList<>(List.of("OBJECTIVES"));
        objectives.forEach(objective -> heads.add(Wording.objective(objective)));
        table.row(heads);
        for (OptionResult option : result.options()) {
            List<String> cells = new ArrayList<>(List.of(option.name()));
            for (Objective objective : objectives) {
                cells.add(result.objectives().stream()
                        .filter(each -> each.objective().equals(objective)
                                && each.option().equals(option.name()))
                        .findFirst()
                        .map(TerminalReport::verdict)
                        .orElse(Figures.NOTHING));
            }
            table.row(cells, this::paint);
        }
        return table;
    }

    private static String verdict(ObjectiveResult objective) {
        return Wording.verdict(objective.verdict()) + (objective.placeHolder() ? " ?" : "");
    }

    private String paint(String cell) {
        if (!colour) {
            return cell;
        }
        // The word says it; the colour only helps to find it. Blue and orange differ for everyone, red and green do
        // not.
        UnaryOperator<String> bold = text -> "\u001b[1;33m" + text + "\u001b[0m";
        return cell.startsWith("FAIL") || cell.startsWith("NO DATA")
                ? bold.apply(cell)
                : cell.startsWith("PASS") ? "\u001b[34m" + cell + "\u001b[0m" : cell;
    }

    private void mainCauses(StringBuilder out) {
        String heading = "MAIN CAUSES       ";
        for (OptionResult option : result.options()) {
            String causes = causes(option);
            if (!causes.isEmpty()) {
                Wrapped.write(out, heading + option.name() + ": " + causes, heading.length() + 2);
                heading = " ".repeat(heading.length());
            }
        }
        if (heading.isBlank()) {
            out.append('\n');
        }
    }

    private static String causes(OptionResult option) {
        List<String> parts = new ArrayList<>();
        option.causes().stream()
                .filter(row -> row.unavailabilityShare() > 0)
                .limit(MAIN_CAUSES)
                .forEach(row -> parts.add(row.cause() + " " + Wording.share(row.unavailabilityShare())));
        String text = String.join(", ", parts);
        Optional<CauseRow> loss = option.causes().stream()
                .filter(row -> row.lossShare() > 0)
                .max((one, other) -> Double.compare(one.lossShare(), other.lossShare()));
        return text
                + loss.map(row -> (text.isEmpty() ? "" : "; ") + "data lost to " + row.cause() + " "
                                + Wording.share(row.lossShare()))
                        .orElse("");
    }

    private void closing(StringBuilder out) {
        Wrapped.write(out, VerdictSentence.of(result), 0);
        Trust.sentences(result).forEach(sentence -> Wrapped.write(out, sentence, 0));
        Wording.restsOn(result).ifPresent(sentence -> Wrapped.write(out, sentence, 0));
        if (!setting.folder().isEmpty()) {
            out.append("Files: ").append(setting.folder()).append('\n');
        }
    }
}
