package dev.brokerfall.report;

import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.MetricResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.metric.Metric;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;

/** One metric for every option: a lane each, the mean as a marker, the interval as a line. */
final class ForestChart {

    private static final int LANE = 40;
    private static final int FRAME = 140;
    private static final double LOG_FROM = 30;
    private static final double DECADE = 10;
    private static final double CAP = 0.16;
    private static final double PERCENT = 100;

    private ForestChart() {}

    /** Where one option lies, in the metric's unit of display. */
    private record Row(int option, String label, double value, double lower, double upper, boolean bound) {
        Row times(double factor) {
            return new Row(option, label, value * factor, lower * factor, upper * factor, bound);
        }
    }

    /** Returns the chart, unless no option has data for {@code metric}. */
    static Optional<ChartFile> of(ExperimentResult result, Metric metric, String title) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < result.options().size(); i++) {
            OptionResult option = result.options().get(i);
            MetricResult found = option.metrics().get(metric);
            if (found != null && found.mean().known() && found.mean().bounded()) {
                rows.add(row(i, option, found));
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(draw(result, metric, title, rows));
    }

    private static Row row(int number, OptionResult option, MetricResult found) {
        Metric metric = found.metric();
        return new Row(
                number,
                option.name() + (option.baseline() ? " (baseline)" : "") + "    " + Figures.meanAndInterval(found),
                Figures.scaled(metric, found.mean().value()),
                Figures.scaled(metric, found.mean().lower()),
                Figures.scaled(metric, found.mean().upper()),
                Figures.nothingSeen(found));
    }

    /** Probabilities that would be percentages of many zeros are drawn as they are. */
    private static boolean tiny(Metric metric, List<Row> rows) {
        return metric.unit() == Metric.Unit.PROBABILITY
                && rows.stream().anyMatch(row -> !row.bound && Figures.isRare(row.value / PERCENT));
    }

    private static ChartFile draw(ExperimentResult result, Metric metric, String title, List<Row> inUnit) {
        ChartStyle style = ChartStyle.LIGHT;
        boolean tiny = tiny(metric, inUnit);
        List<Row> rows =
                inUnit.stream().map(row -> row.times(tiny ? 1 / PERCENT : 1)).toList();
        double most = rows.stream().mapToDouble(Row::upper).max().orElseThrow();
        double least = rows.stream()
                .mapToDouble(row -> row.bound ? row.upper : row.value)
                .filter(value -> value > 0)
                .min()
                .orElse(0);
        boolean logarithmic = least > 0 && most / least > LOG_FROM;
        double floor = logarithmic ? StrictMath.pow(DECADE, Math.floor(Math.log10(least / 2))) : 0;
        String interval =
                "mean and " + Figures.confidence(result.confidence()) + " interval, n = " + Wording.trials(result);
        String axis = axis(result, metric, tiny) + (logarithmic ? ", logarithmic; " : "; ") + interval;
        XYChart chart = style.chart(title, axis, "", FRAME + LANE * rows.size());
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisLogarithmic(logarithmic);
        chart.getStyler().setXAxisMin(floor);
        chart.getStyler().setXAxisMax(most > 0 ? ceiling(most, logarithmic) : 1.0);
        chart.setCustomXAxisTickLabelsFormatter(tiny ? Figures::power : Figures::plain);
        Lanes.label(chart, rows.stream().map(Row::label).toList());
        for (int i = 0; i < rows.size(); i++) {
            row(
                    chart,
                    style,
                    rows.get(i),
                    rows.size() - i,
                    floor,
                    result.options().size());
        }
        return new ChartFile(chart, title + ": " + interval + ".");
    }

    private static String axis(ExperimentResult result, Metric metric, boolean tiny) {
        Per per = Per.of(result);
        return switch (metric) {
            case OUTAGE_MINUTES -> per.minutes().replaceFirst("m", "M");
            case DATA_LOSS_PROBABILITY ->
                tiny
                        ? "Probability of a loss " + per.within()
                        : (per == Per.TRIAL ? "Trials" : "Years") + " with loss, %";
            default -> metric.key() + (per.unit(metric).isEmpty() ? ", %" : ", " + per.unit(metric));
        };
    }

    private static double ceiling(double most, boolean logarithmic) {
        return logarithmic ? StrictMath.pow(DECADE, Math.ceil(Math.log10(most))) : most * 1.05;
    }

    private static void row(XYChart chart, ChartStyle style, Row row, double y, double floor, int options) {
        Color colour = style.colour(row.option, options);
        double from = Math.max(floor, row.lower);
        BasicStroke stroke = row.bound
                ? new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {3, 3}, 0)
                : new BasicStroke(2.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
        String name = Integer.toString(row.option);
        ChartStyle.addLine(
                chart, name + " interval", new double[] {from, row.upper}, new double[] {y, y}, colour, stroke);
        end(chart, name + " upper", row.upper, y, colour);
        if (!row.bound) {
            if (row.lower > floor) {
                end(chart, name + " lower", row.lower, y, colour);
            }
            style.addPoints(
                    chart, name, new double[] {Math.max(floor, row.value)}, new double[] {y}, row.option, options);
        }
    }

    private static void end(XYChart chart, String name, double x, double y, Color colour) {
        ChartStyle.addLine(
                chart, name, new double[] {x, x}, new double[] {y - CAP, y + CAP}, colour, new BasicStroke(2));
    }
}
