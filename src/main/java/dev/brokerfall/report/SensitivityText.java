package dev.brokerfall.report;

import dev.brokerfall.experiment.sensitivity.Effect;
import dev.brokerfall.experiment.sensitivity.Elementary;
import dev.brokerfall.experiment.sensitivity.FactorResult;
import dev.brokerfall.experiment.sensitivity.Flip;
import dev.brokerfall.experiment.sensitivity.Rival;
import dev.brokerfall.experiment.sensitivity.Screening;
import dev.brokerfall.experiment.sensitivity.SensitivityPlan;
import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** On a screen: what moves each option most, where the order of the options changes, and which assumptions act together. */
public final class SensitivityText {

    private static final int WIDTH = 110;
    private static final int MOST_ROWS = 10;
    private static final int MOST_FLIPS = 6;
    private static final int MOST_EFFECTS = 5;

    private final SensitivityResult result;
    private final Metric metric;
    private final Per per;
    private final StringBuilder out = new StringBuilder();

    private final Names names;

    private SensitivityText(SensitivityResult result) {
        this.result = result;
        this.metric = result.plan().metric();
        this.per = Per.of(result.plan());
        this.names = Names.of(result);
    }

    /**
     * Returns the report.
     *
     * @param folder where the files are; empty for nowhere
     * @param took how long it took
     */
    public static String of(SensitivityResult result, String folder, Duration took) {
        SensitivityText text = new SensitivityText(result);
        text.heading(took);
        for (int option = 0; option < result.options().size(); option++) {
            text.option(option);
        }
        text.ranking();
        text.interactions();
        if (!folder.isEmpty()) {
            text.out.append("Files: ").append(folder).append('\n');
        }
        return text.out.toString();
    }

    private void heading(Duration took) {
        SensitivityPlan plan = result.plan();
        Wrapped.write(
                out,
                "%s    %s: %s, %s, seed %s, %s"
                        .formatted(
                                plan.scenario(),
                                metric.key(),
                                Count.of(result.factors().size(), "assumption"),
                                played(),
                                plan.seed(),
                                Figures.duration(took.toMillis() / 1000.0)),
                4);
        Wrapped.write(out, metric.meaning(), 0);
        Wrapped.write(out, names.sentence(), 0);
        if (result.missing().anything()) {
            Wrapped.write(out, "INCOMPLETE, " + Movers.missing(result), 0);
        }
        if (result.trialsFailed() > 0) {
            Wrapped.write(
                    out,
                    "INCOMPLETE: %s of %s broke down."
                            .formatted(Figures.count(result.trialsFailed()), Count.of(result.trialsPlayed(), "trial")),
                    0);
        }
        out.append('\n');
    }

    private String played() {
        String options = Count.of(result.options().size(), "option");
        return metric.kind() == Metric.Kind.FIXED
                ? options + ", known without a trial"
                : "%s × %s for each value, same faults for all"
                        .formatted(options, Count.of(result.plan().trials(), "trial"));
    }

    private void option(int option) {
        out.append(result.options().get(option));
        if (option == result.plan().baseline() && result.options().size() > 1) {
            out.append(" B");
        }
        out.append(("    " + asThingsAre(result.base().get(option))).stripTrailing())
                .append('\n');
        List<FactorResult> movers = Movers.of(result, option);
        int shown = Math.min(MOST_ROWS, movers.size());
        if (shown > 0) {
            TextTable table = new TextTable(List.of(false, false, false, false, true, true, false));
            table.row(List.of("  ASSUMPTION", "LABEL", "FROM … TO", "ENDS", "AT LOW", "AT HIGH", "SWING"));
            movers.subList(0, shown).forEach(row -> table.row(row(row, option)));
            int first = movers.subList(0, shown).stream()
                    .mapToInt(row -> 2 + names.of(row.factor().path()).length())
                    .max()
                    .orElse(0);
            table.writeTo(out, Math.max(20, first - Math.max(0, table.width() - WIDTH)));
        }
        int still = result.factors().size() - movers.size();
        Wrapped.write(
                out,
                "  "
                        + (movers.size() > shown
                                ? "%s more move it by at most %s; "
                                        .formatted(
                                                movers.size() - shown,
                                                Figures.value(
                                                        metric,
                                                        movers.get(shown)
                                                                .effects()
                                                                .get(option)
                                                                .swing()
                                                                .value()))
                                : "")
                        + (shown == 0 ? "none of " + result.factors().size() + " moves it" : still + " do not move it")
                        + unplayable(option),
                2);
        out.append('\n');
    }

    private String asThingsAre(Estimate base) {
        if (!base.known()) {
            return "no data";
        }
        String interval = exact() ? " " : " " + Figures.interval(metric, base) + " ";
        return Figures.value(metric, base.value()) + interval + per.unit(metric);
    }

    private String unplayable(int option) {
        long count = result.factors().stream()
                .map(row -> row.effects().get(option))
                .filter(effect ->
                        effect.low() instanceof Effect.Unplayable || effect.high() instanceof Effect.Unplayable)
                .count();
        return count == 0 ? "" : "; %s cannot be played at an end".formatted(count);
    }

    private boolean exact() {
        return metric.kind() == Metric.Kind.FIXED;
    }

    private List<String> row(FactorResult row, int option) {
        Effect effect = row.effects().get(option);
        return List.of(
                "  " + names.of(row.factor().path()),
                row.factor().label(),
                row.factor().low() + " … " + row.factor().high(),
                Movers.reach(row.factor()),
                Movers.at(metric, effect.low()),
                Movers.at(metric, effect.high()),
                exact() ? Figures.value(metric, effect.swing().value()) : Movers.swing(metric, effect));
    }

    private void ranking() {
        if (result.leader().isEmpty() || result.rivals().isEmpty()) {
            return;
        }
        out.append("WHERE THE ORDER CHANGES    ").append(result.leader().get()).append(" leads\n");
        List<String> safe = new ArrayList<>();
        for (Rival rival : result.rivals()) {
            String behind = Figures.value(metric, rival.behind().value())
                    + (exact() ? "" : " " + Figures.interval(metric, rival.behind()));
            if (rival.tied()) {
                Wrapped.write(out, "  %s cannot be told apart from it (%s)".formatted(rival.option(), behind), 4);
            } else if (rival.flips().isEmpty()) {
                safe.add(rival.option());
            } else {
                flips(rival, behind);
            }
        }
        if (!safe.isEmpty()) {
            Wrapped.write(
                    out,
                    "  no assumption alone brings %s to the front within its range".formatted(String.join(", ", safe)),
                    4);
        }
        out.append('\n');
    }

    private void flips(Rival rival, String behind) {
        Wrapped.write(out, "  %s (difference %s) overtakes it when".formatted(rival.option(), behind), 4);
        for (Flip flip : rival.flips().stream().limit(MOST_FLIPS).toList()) {
            Wrapped.write(
                    out,
                    "    " + Movers.flip(metric, flip, names.of(flip.factor().path())),
                    6);
        }
        if (rival.flips().size() > MOST_FLIPS) {
            out.append("    … and ").append(rival.flips().size() - MOST_FLIPS).append(" more\n");
        }
    }

    private void interactions() {
        if (result.screenings().isEmpty()) {
            return;
        }
        Wrapped.write(
                out,
                "ACTING TOGETHER    elementary effects (Morris) of %s on %s; for the whole range of each"
                        .formatted(
                                Count.of(result.screened(), "assumption"),
                                Count.of(result.plan().trajectories(), "random walk")),
                4);
        for (Screening screening : result.screenings()) {
            List<Elementary> effects = screening.effects().stream()
                    .filter(effect -> effect.muStar() > 0)
                    .limit(MOST_EFFECTS)
                    .toList();
            if (!effects.isEmpty()) {
                TextTable table = new TextTable(List.of(false, true, true, true));
                table.row(List.of("  " + screening.option(), "μ*", "σ", "LUCK"));
                effects.forEach(effect -> table.row(List.of(
                        "    " + names.of(effect.path()),
                        Figures.value(metric, effect.muStar()),
                        Figures.value(metric, effect.sigma()),
                        Figures.value(metric, effect.noise()))));
                table.writeTo(out, WIDTH);
            }
        }
        Wrapped.write(
                out,
                "  μ*: mean size of the effect. σ: how much it depends on where the others stand, luck taken out."
                        + " LUCK: standard error of a single effect.",
                2);
        out.append('\n');
    }
}
