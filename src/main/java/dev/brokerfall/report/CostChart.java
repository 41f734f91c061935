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
import org.knowm.xchart.XYSeries;

/** What each option costs in money beside what it costs in minutes. */
final class CostChart {

    private static final int HEIGHT = 540;
    private static final double LOG_FROM = 30;
    /** Markers nearer than this share of what they stand for lie on each other. */
    private static final double TOO_NEAR = 0.002;

    private CostChart() {}

    private record Point(int option, String name, MetricResult cost, MetricResult outage) {}

    /** Returns the chart, unless no option has both a price and an outage. */
    static Optional<ChartFile> of(ExperimentResult result) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < result.options().size(); i++) {
            OptionResult option = result.options().get(i);
            MetricResult cost = option.metrics().get(Metric.MONTHLY_COST);
            MetricResult outage = option.metrics().get(Metric.OUTAGE_MINUTES);
            if (cost != null
                    && cost.mean().bounded()
                    && outage != null
                    && outage.mean().bounded()) {
                points.add(new Point(i, option.name(), cost, outage));
            }
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(draw(result, points));
    }

    private static ChartFile draw(ExperimentResult result, List<Point> points) {
        ChartStyle style = ChartStyle.LIGHT;
        double most = points.stream()
                .mapToDouble(point -> point.outage.mean().upper())
                .max()
                .orElseThrow();
        double least = points.stream()
                .mapToDouble(point -> point.outage.mean().lower() > 0
                        ? point.outage.mean().lower()
                        : point.outage.mean().upper())
                .filter(value -> value > 0)
                .min()
                .orElse(0);
        boolean logarithmic = least > 0 && most / least > LOG_FROM;
        String title = "Money beside minutes";
        XYChart chart = style.chart(
                title,
                "USD a month (a line where the price is a range)",
                Per.of(result).minutes().replaceFirst("m", "M") + " not writable"
                        + (logarithmic ? ", logarithmic" : ""),
                Math.max(HEIGHT, 160 + 30 * points.size()));
        ChartStyle.legendAtTheRight(chart);
        double dearest = points.stream()
                .mapToDouble(point -> point.cost.mean().upper())
                .max()
                .orElseThrow();
        double cheapest = points.stream()
                .mapToDouble(point -> point.cost.mean().lower())
                .min()
                .orElseThrow();
        double room = Math.max(dearest * 0.02, (dearest - cheapest) * 0.1);
        chart.getStyler().setXAxisMin(Math.max(0, cheapest - room));
        chart.getStyler().setXAxisMax(dearest + room);
        double floor = logarithmic ? StrictMath.pow(10, Math.floor(Math.log10(least))) : 0;
        chart.getStyler().setYAxisLogarithmic(logarithmic);
        chart.getStyler().setYAxisMin(floor);
        chart.getStyler()
                .setYAxisMax(
                        logarithmic ? StrictMath.pow(10, Math.ceil(Math.log10(most))) : Math.max(1e-9, most * 1.08));
        chart.setCustomXAxisTickLabelsFormatter(Figures::plain);
        chart.setCustomYAxisTickLabelsFormatter(Figures::plain);
        for (Point point : points) {
            XYSeries marker = point(chart, style, point, floor, result.options().size());
            ChartStyle.addToLegend(marker, legend(points, point));
        }
        return new ChartFile(
                chart,
                title + ": mean and " + Figures.confidence(result.confidence()) + " interval of the minutes, n = "
                        + Wording.trials(result) + " per option.");
    }

    private static XYSeries point(XYChart chart, ChartStyle style, Point point, double floor, int options) {
        double x = point.cost.mean().value();
        double y = Math.max(floor, point.outage.mean().value());
        Color colour = style.colour(point.option, options);
        BasicStroke stroke = new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
        ChartStyle.addLine(
                chart,
                point.option + " minutes",
                new double[] {x, x},
                new double[] {
                    Math.max(floor, point.outage.mean().lower()),
                    point.outage.mean().upper()
                },
                colour,
                stroke);
        if (point.cost.mean().lower() < point.cost.mean().upper()) {
            ChartStyle.addLine(
                    chart,
                    point.option + " money",
                    new double[] {point.cost.mean().lower(), point.cost.mean().upper()},
                    new double[] {y, y},
                    colour,
                    stroke);
        }
        return style.addPoints(chart, point.name, new double[] {x}, new double[] {y}, point.option, options);
    }

    /** What lies under a later marker is named there, or nobody would find it. */
    private static String legend(List<Point> points, Point point) {
        return points.subList(points.indexOf(point) + 1, points.size()).stream()
                .filter(later -> near(point.cost, later.cost) && near(point.outage, later.outage))
                .reduce((one, other) -> other)
                .map(later -> point.name + " (under " + later.name + ")")
                .orElse(point.name);
    }

    private static boolean near(MetricResult one, MetricResult other) {
        return Math.abs(one.mean().value() - other.mean().value())
                <= TOO_NEAR * Math.abs(other.mean().value());
    }
}
