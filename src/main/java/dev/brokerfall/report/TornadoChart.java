package dev.brokerfall.report;

import dev.brokerfall.experiment.sensitivity.Effect;
import dev.brokerfall.experiment.sensitivity.Effect.End;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Factor;
import dev.brokerfall.experiment.sensitivity.FactorResult;
import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * What each assumption does to one option: a lane each, the largest swing on top, from the metric as it is to the metric at either end
 * of the assumption, with the paired interval of that change as a line.
 */
public final class TornadoChart {

    private static final int MOST_LANES = 14;
    /** Less, and XChart leaves out the labels of all lanes. */
    private static final int LANE = 40;

    private static final int FRAME = 170;
    private static final float BAR = 22;
    /** Where both ends lie on one side, the shorter bar is drawn on the longer one and must be seen there. */
    private static final float INNER_BAR = 9;

    private static final double MARGIN = 0.04;
    private static final double CAP = 0.12;

    private TornadoChart() {}

    private record Bar(double from, double to, double lower, double upper, int end) {

        double length() {
            return Math.abs(to - from);
        }
    }

    /** Returns the chart of option number {@code option}, unless nothing moves it. */
    public static Optional<ChartFile> of(SensitivityResult result, int option) {
        List<FactorResult> rows = Movers.of(result, option).stream()
                .filter(row -> row.effects().get(option).clear())
                .limit(MOST_LANES)
                .toList();
        return rows.isEmpty() || !result.base().get(option).known()
                ? Optional.empty()
                : Optional.of(draw(result, option, rows));
    }

    private static ChartFile draw(SensitivityResult result, int option, List<FactorResult> rows) {
        ChartStyle style = ChartStyle.LIGHT;
        Metric metric = result.plan().metric();
        Estimate base = result.base().get(option);
        String title =
                "What moves %s of %s".formatted(metric.key(), result.options().get(option));
        String axis = axis(result) + "; line: " + Figures.value(metric, base.value()) + " as things are";
        XYChart chart = style.chart(title, axis, "", FRAME + LANE * rows.size());
        double middle = Figures.scaled(metric, base.value());
        double least = middle;
        double most = middle;
        List<List<Bar>> lanes = new ArrayList<>();
        for (FactorResult row : rows) {
            List<Bar> bars = bars(metric, middle, row.effects().get(option));
            lanes.add(bars);
            for (Bar bar : bars) {
                least = Math.min(least, Math.min(bar.to, bar.lower));
                most = Math.max(most, Math.max(bar.to, bar.upper));
            }
        }
        double room = Math.max(1e-9, (most - least) * MARGIN);
        chart.getStyler().setXAxisMin(least >= 0 ? Math.max(0, least - room) : least - room);
        chart.getStyler().setXAxisMax(most + room);
        chart.setCustomXAxisTickLabelsFormatter(Figures::plain);
        Names names = Names.of(result);
        Lanes.label(chart, rows.stream().map(row -> label(names, row.factor())).toList());
        for (int lane = 0; lane < lanes.size(); lane++) {
            bars(chart, style, lanes.get(lane), rows.size() - lane);
        }
        ChartStyle.addLine(
                chart,
                "as things are",
                new double[] {middle, middle},
                new double[] {0.4, rows.size() + 0.6},
                style.text(),
                new BasicStroke(1.4f));
        legend(chart, style, middle);
        return new ChartFile(
                chart,
                "%s: the metric with one assumption at the low or the high end of its values and the others as they are; thin lines are paired %s intervals, n = %s trials an end."
                        .formatted(
                                title,
                                Figures.confidence(result.plan().confidence()),
                                Figures.count(result.plan().trials())));
    }

    private static String axis(SensitivityResult result) {
        Metric metric = result.plan().metric();
        Per per = Per.of(result.plan());
        return switch (metric) {
            case OUTAGE_MINUTES -> per.minutes().replaceFirst("m", "M") + " not writable";
            case DATA_LOSS_PROBABILITY -> (per == Per.TRIAL ? "Trials" : "Years") + " with loss, %";
            default -> {
                String unit = metric.unit() == Metric.Unit.SECONDS
                        ? "s"
                        : metric.unit() == Metric.Unit.FRACTION ? "%" : per.unit(metric);
                yield metric.key() + (unit.isEmpty() ? "" : ", " + unit);
            }
        };
    }

    private static String label(Names names, Factor factor) {
        return names.of(factor.path()) + "   " + factor.low() + " … " + factor.high();
    }

    private static List<Bar> bars(Metric metric, double middle, Effect effect) {
        List<Bar> bars = new ArrayList<>();
        bar(metric, middle, effect.low(), 0).ifPresent(bars::add);
        bar(metric, middle, effect.high(), 1).ifPresent(bars::add);
        // The longer one first: what is drawn later lies on top.
        bars.sort(java.util.Comparator.comparingDouble(Bar::length).reversed());
        return bars;
    }

    private static Optional<Bar> bar(Metric metric, double middle, End end, int number) {
        if (!(end instanceof Moved moved) || !moved.change().known()) {
            return Optional.empty();
        }
        Estimate change = moved.change();
        double to = possible(metric, middle + Figures.scaled(metric, change.value()));
        boolean bounded = change.bounded();
        return Optional.of(new Bar(
                middle,
                to,
                bounded ? possible(metric, middle + Figures.scaled(metric, change.lower())) : to,
                bounded ? possible(metric, middle + Figures.scaled(metric, change.upper())) : to,
                number));
    }

    /** No metric is negative, and no share of anything more than all; the interval of a change knows of neither. */
    private static double possible(Metric metric, double scaled) {
        double most = metric.unit() == Metric.Unit.FRACTION ? Figures.scaled(metric, 1) : Double.POSITIVE_INFINITY;
        return Math.min(most, Math.max(0, scaled));
    }

    private static Color colour(ChartStyle style, int end) {
        return style.few().get(end);
    }

    private static void bars(XYChart chart, ChartStyle style, List<Bar> bars, double lane) {
        boolean oneSide =
                bars.size() == 2 && (bars.get(0).to - bars.get(0).from) * (bars.get(1).to - bars.get(1).from) > 0;
        for (int index = 0; index < bars.size(); index++) {
            Bar bar = bars.get(index);
            String name = lane + " " + bar.end;
            if (bar.length() > 0) {
                ChartStyle.addLine(
                        chart,
                        name,
                        new double[] {bar.from, bar.to},
                        new double[] {lane, lane},
                        colour(style, bar.end),
                        new BasicStroke(
                                oneSide && index == 1 ? INNER_BAR : BAR, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            }
            whisker(chart, style, bar, lane, name);
        }
    }

    private static void whisker(XYChart chart, ChartStyle style, Bar bar, double lane, String name) {
        if (bar.lower >= bar.upper) {
            return;
        }
        BasicStroke thin = new BasicStroke(1.4f);
        ChartStyle.addLine(
                chart,
                name + " interval",
                new double[] {bar.lower, bar.upper},
                new double[] {lane, lane},
                style.text(),
                thin);
        for (double x : new double[] {bar.lower, bar.upper}) {
            ChartStyle.addLine(
                    chart,
                    name + " interval at " + x,
                    new double[] {x, x},
                    new double[] {lane - CAP, lane + CAP},
                    style.text(),
                    thin);
        }
    }

    private static void legend(XYChart chart, ChartStyle style, double middle) {
        List<String> names = List.of("at the low end", "at the high end");
        for (int end = 0; end < names.size(); end++) {
            XYSeries series = ChartStyle.addLine(
                    chart,
                    names.get(end),
                    new double[] {middle, middle},
                    new double[] {1, 1},
                    colour(style, end),
                    new BasicStroke(INNER_BAR, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
            ChartStyle.addToLegend(series, names.get(end));
        }
    }
}
