package dev.brokerfall.report;

import dev.brokerfall.experiment.sensitivity.Effect;
import dev.brokerfall.experiment.sensitivity.Effect.End;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Effect.Same;
import dev.brokerfall.experiment.sensitivity.Effect.Unplayable;
import dev.brokerfall.experiment.sensitivity.Elementary;
import dev.brokerfall.experiment.sensitivity.Factor;
import dev.brokerfall.experiment.sensitivity.FactorResult;
import dev.brokerfall.experiment.sensitivity.Flip;
import dev.brokerfall.experiment.sensitivity.Rival;
import dev.brokerfall.experiment.sensitivity.Screening;
import dev.brokerfall.experiment.sensitivity.SensitivityPlan;
import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.Collections;
import java.util.List;

/** The whole of a sensitivity analysis as Markdown: every assumption, also those that move nothing. */
public final class SensitivityMarkdown {

    private final SensitivityResult result;
    private final SensitivityPlan plan;
    private final Metric metric;
    private final Per per;
    private final StringBuilder out = new StringBuilder();

    private SensitivityMarkdown(SensitivityResult result) {
        this.result = result;
        this.plan = result.plan();
        this.metric = plan.metric();
        this.per = Per.of(plan);
    }

    /**
     * Returns the report.
     *
     * @param charts the pictures that lie beside it
     * @param command what makes the same again
     */
    public static String of(SensitivityResult result, List<Setting.Chart> charts, String command) {
        SensitivityMarkdown report = new SensitivityMarkdown(result);
        report.head();
        for (int option = 0; option < result.options().size(); option++) {
            report.option(option, charts);
        }
        report.ranking();
        report.interactions();
        report.still();
        report.out.append("## To make it again\n\n```sh\n").append(command).append("\n```\n");
        return report.out.toString();
    }

    private boolean exact() {
        return metric.kind() == Metric.Kind.FIXED;
    }

    private void head() {
        out.append("# What ")
                .append(metric.key())
                .append(" of ")
                .append(plan.scenario())
                .append(" rests on\n\n");
        out.append(metric.meaning());
        String unit = per.unit(metric);
        if (!unit.isEmpty()) {
            out.append(" In ").append(unit).append('.');
        }
        out.append("\n\n");
        out.append("Each of ")
                .append(Count.of(result.factors().size(), "assumption"))
                .append(" that no source states is put at the low and at the high end of its range, the others as they"
                        + " are.")
                .append(" One without a range is halved and doubled (÷2 ×2). Of a distribution the range speaks of its"
                        + " median, mode or mean,")
                .append(" and the whole of it is stretched.");
        if (!exact()) {
            out.append(
                    " %s of each option for each value, all under the same luck (seed %s), so that a change is that of the assumption;"
                            .formatted(Count.of(plan.trials(), "trial"), plan.seed()));
            out.append(" intervals are paired, at ")
                    .append(Figures.confidence(plan.confidence()))
                    .append(" confidence for each alone.");
        }
        if (!plan.conditionalOn().isEmpty()) {
            out.append(" Planned in every trial: ")
                    .append(String.join(", ", plan.conditionalOn()))
                    .append('.');
        }
        out.append("\n\n");
        if (result.missing().anything()) {
            out.append("**Incomplete, ").append(Movers.missing(result)).append("**");
            if (!result.missing().assumptions().isEmpty()) {
                out.append(" Not moved: `")
                        .append(String.join("`, `", result.missing().assumptions()))
                        .append("`.");
            }
            out.append("\n\n");
        }
        if (result.trialsFailed() > 0) {
            out.append("**Incomplete: %s of %s broke down.**\n\n"
                    .formatted(Figures.count(result.trialsFailed()), Count.of(result.trialsPlayed(), "trial")));
        }
    }

    private void option(int option, List<Setting.Chart> charts) {
        Estimate base = result.base().get(option);
        String name = result.options().get(option);
        out.append("## `").append(name).append('`');
        out.append(option == plan.baseline() && result.options().size() > 1 ? " (baseline)" : "")
                .append("\n\n");
        out.append("As things are: ").append(value(base)).append(".\n\n");
        charts.stream()
                .filter(chart -> chart.name().endsWith(Charts.file(metric, name)))
                .forEach(chart -> out.append("![")
                        .append(chart.caption())
                        .append("](")
                        .append(chart.name())
                        .append(".png)\n\n"));
        List<FactorResult> movers = Movers.of(result, option);
        if (movers.isEmpty()) {
            out.append("No assumption moves it.\n\n");
            return;
        }
        table(
                List.of("assumption", "label", "is", "low", "high", "ends", "at low", "at high", "swing"),
                movers.stream().map(row -> row(row, option)).toList());
        long unclear = movers.stream()
                .filter(row -> !row.effects().get(option).clear())
                .count();
        if (unclear > 0) {
            out.append("*Unclear*: luck alone may have made the swing.\n\n");
        }
    }

    private List<String> row(FactorResult row, int option) {
        Factor factor = row.factor();
        Effect effect = row.effects().get(option);
        String parameter = factor.parameter().isEmpty() ? "" : " (" + factor.parameter() + ")";
        return List.of(
                "`" + factor.path() + "`",
                factor.label(),
                factor.value() + parameter,
                factor.low(),
                factor.high(),
                Movers.reach(factor),
                end(effect.low()),
                end(effect.high()),
                exact() ? Figures.value(metric, effect.swing().value()) : Movers.swing(metric, effect));
    }

    private String end(End end) {
        if (end instanceof Moved moved) {
            return value(moved.value());
        }
        return end instanceof Same ? "same" : "cannot be played: " + escape(((Unplayable) end).reason());
    }

    private String value(Estimate estimate) {
        if (!estimate.known()) {
            return "no data";
        }
        return Figures.value(metric, estimate.value()) + (exact() ? "" : " " + Figures.interval(metric, estimate));
    }

    private void ranking() {
        if (result.leader().isEmpty() || result.rivals().isEmpty()) {
            return;
        }
        out.append("## Where the order changes\n\n`").append(result.leader().get());
        out.append("` leads. A value at which another option overtakes it was found by halving the way to the end"
                        + " of the range,")
                .append(" under the same luck; there may be others on the way. In brackets: from where on the two"
                        + " cannot be told apart,")
                .append(" and from where on the other is surely in front.\n\n");
        for (Rival rival : result.rivals()) {
            String behind = value(rival.behind());
            out.append("- `")
                    .append(rival.option())
                    .append("`, difference ")
                    .append(behind)
                    .append(": ");
            if (rival.tied()) {
                out.append("the two cannot be told apart as things are.\n");
            } else if (rival.flips().isEmpty()) {
                out.append("no assumption alone brings it to the front within its range.\n");
            } else {
                out.append("overtakes when\n");
                for (Flip flip : rival.flips()) {
                    out.append("  - ")
                            .append(Movers.flip(
                                    metric, flip, "`" + flip.factor().path() + "`"))
                            .append('\n');
                }
            }
        }
        out.append('\n');
    }

    private void interactions() {
        if (result.screenings().isEmpty()) {
            return;
        }
        out.append("## Which act together\n\n");
        out.append("Elementary effects (Morris 1991; μ\\* of Campolongo et al. 2007) of the ")
                .append(Count.of(result.screened(), "most influential assumption"))
                .append(" on ")
                .append(Count.of(plan.trajectories(), "random walk"))
                .append(" over four levels of each: how much the metric changes over the whole range of one, wherever"
                        + " the others stand.")
                .append(" μ\\* is the mean size, μ the mean with its sign, σ how much the effect differs from place to"
                        + " place once the part of luck")
                .append(" is taken out of its variance. A σ that is large beside μ\\* says that the assumption acts"
                        + " together with others, or in no straight line.")
                .append(" *Luck* is the standard error of a single effect; a μ\\* not well above it is luck.\n\n");
        for (Screening screening : result.screenings()) {
            List<Elementary> effects = screening.effects().stream()
                    .filter(effect -> effect.muStar() > 0)
                    .toList();
            if (!effects.isEmpty()) {
                out.append("### `").append(screening.option()).append("`\n\n");
                table(
                        List.of("assumption", "places", "μ\\*", "μ", "σ", "luck"),
                        effects.stream().map(this::row).toList());
            }
        }
    }

    private List<String> row(Elementary effect) {
        return List.of(
                "`" + effect.path() + "`",
                Integer.toString(effect.places()),
                Figures.value(metric, effect.muStar()),
                Figures.value(metric, effect.mu()),
                Figures.value(metric, effect.sigma()),
                Figures.value(metric, effect.noise()));
    }

    private void still() {
        List<String> still = result.factors().stream()
                .filter(row -> row.influence() == 0)
                .map(row -> "`" + row.factor().path() + "`")
                .toList();
        if (!still.isEmpty()) {
            out.append("## What moves nothing\n\n")
                    .append(String.join(", ", still))
                    .append(".\n\n");
        }
        if (!plan.notVaried().isEmpty()) {
            out.append("Not varied, because they have no ends: ")
                    .append(plan.notVaried().stream()
                            .map(path -> "`" + path + "`")
                            .collect(java.util.stream.Collectors.joining(", ")))
                    .append(".\n\n");
        }
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
        return text.replace("|", "\\|").replace("\n", " ");
    }

    /** Where the pictures lie. */
    static final class Charts {

        private Charts() {}

        /** Returns the end of a picture's file name, without its kind. */
        static String file(Metric metric, String option) {
            return metric.key() + "-" + option.replaceAll("[^A-Za-z0-9._-]+", "-");
        }
    }
}
