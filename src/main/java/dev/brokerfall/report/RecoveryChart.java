package dev.brokerfall.report;

import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.Objective;
import dev.brokerfall.experiment.ObjectiveResult;
import dev.brokerfall.experiment.OptionResult;
import dev.brokerfall.experiment.RecoveryCurve;
import dev.brokerfall.metric.Metric;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** How long recoveries last: of all episodes, the share that is not over yet. */
final class RecoveryChart {

    private static final int HEIGHT = 520;
    private static final double SHORTEST_MINUTES = 0.01;
    private static final double SMALLEST_PERCENT = 0.1;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final double ALMOST_ALL = 0.95;
    private static final int MARKERS = 7;

    private RecoveryChart() {}

    /** Returns as many charts as it takes to tell the options apart; none without an episode. */
    static List<ChartFile> of(ExperimentResult result) {
        List<Integer> shown = new ArrayList<>();
        for (int i = 0; i < result.options().size(); i++) {
            if (result.options().get(i).recovery().episodes() > 0) {
                shown.add(i);
            }
        }
        int charts = (shown.size() + ChartStyle.MOST_SERIES - 1) / ChartStyle.MOST_SERIES;
        List<ChartFile> files = new ArrayList<>();
        for (int i = 0; i < charts; i++) {
            int from = i * shown.size() / charts;
            int to = (i + 1) * shown.size() / charts;
            files.add(draw(result, shown.subList(from, to), charts == 1 ? "" : ", " + (i + 1) + " of " + charts));
        }
        return files;
    }

    private static ChartFile draw(ExperimentResult result, List<Integer> options, String part) {
        ChartStyle style = ChartStyle.LIGHT;
        String title = "Time until every replica is in sync again" + part;
        XYChart chart = style.chart(
                title,
                "Minutes since the first partition left full ISR, logarithmic (number of episodes in brackets)",
                "Episodes not over yet, %, logarithmic (cut at 0.1 %)",
                HEIGHT);
        ChartStyle.legendAtTheRight(chart);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(SMALLEST_PERCENT);
        chart.getStyler().setYAxisMax(100.0);
        double longest = longestMinutes(result);
        double shortest = shortestMinutes(result);
        double from = Math.floor(Math.log10(shortest));
        chart.getStyler().setXAxisMin(StrictMath.pow(10, from));
        chart.getStyler().setXAxisMax(StrictMath.pow(10, Math.max(from + 1, Math.ceil(Math.log10(longest)))));
        chart.setCustomXAxisTickLabelsFormatter(Figures::plain);
        chart.setCustomYAxisTickLabelsFormatter(Figures::plain);
        for (int option : options) {
            curve(
                    chart,
                    style,
                    result.options().get(option),
                    option,
                    result.options().size());
        }
        limit(chart, style, result);
        String episodes = String.join(
                ", ",
                options.stream()
                        .map(option -> result.options().get(option))
                        .map(option -> option.name() + " "
                                + Figures.count(option.recovery().episodes()))
                        .toList());
        return new ChartFile(chart, title + ": share of episodes not over yet; episodes: " + episodes + ".");
    }

    private static double longestMinutes(ExperimentResult result) {
        return result.options().stream()
                .flatMap(option -> option.recovery().points().stream())
                .filter(point -> 100 * point.share() >= SMALLEST_PERCENT)
                .mapToDouble(point -> point.seconds() / SECONDS_PER_MINUTE)
                .reduce(1, Math::max);
    }

    private static double shortestMinutes(ExperimentResult result) {
        return result.options().stream()
                .flatMap(option -> option.recovery().points().stream())
                .filter(point -> point.share() < ALMOST_ALL)
                .mapToDouble(point -> point.seconds() / SECONDS_PER_MINUTE)
                .filter(minutes -> minutes > 0)
                .map(minutes -> Math.max(SHORTEST_MINUTES, minutes))
                .min()
                .stream()
                .flatMap(minutes -> DoubleStream.concat(DoubleStream.of(minutes), limits(result)))
                .min()
                .orElse(1);
    }

    /** Returns the limits of objectives on recovery, in minutes: a limit that everything exceeds must be seen beside it. */
    private static DoubleStream limits(ExperimentResult result) {
        return result.objectives().stream()
                .map(ObjectiveResult::objective)
                .filter(objective -> objective.metric() == Metric.RECOVERY && objective.bound() == Objective.Bound.MAX)
                .mapToDouble(objective -> Math.max(SHORTEST_MINUTES, objective.limit() / SECONDS_PER_MINUTE));
    }

    private static void curve(XYChart chart, ChartStyle style, OptionResult option, int number, int options) {
        List<double[]> steps = steps(option.recovery(), chart.getStyler().getXAxisMin());
        double[] x = steps.stream().mapToDouble(step -> step[0]).toArray();
        double[] y = steps.stream().mapToDouble(step -> step[1]).toArray();
        ChartStyle.addLine(chart, number + " line", x, y, style.colour(number, options), style.line(number));
        List<double[]> marked = spread(steps);
        double[] markX = marked.stream().mapToDouble(step -> step[0]).toArray();
        double[] markY = marked.stream().mapToDouble(step -> step[1]).toArray();
        XYSeries legend = style.addPoints(chart, option.name(), markX, markY, number, options);
        ChartStyle.addToLegend(
                legend, option.name() + " (" + Figures.count(option.recovery().episodes()) + ")");
    }

    /** Returns the corners of the curve, in minutes and per cent, cut where a logarithm ends. */
    private static List<double[]> steps(RecoveryCurve curve, double shortest) {
        List<double[]> steps = new ArrayList<>();
        double level = 100;
        steps.add(new double[] {shortest, level});
        for (RecoveryCurve.Point point : curve.points()) {
            double minutes = Math.max(shortest, point.seconds() / SECONDS_PER_MINUTE);
            steps.add(new double[] {minutes, level});
            level = Math.max(SMALLEST_PERCENT, 100 * point.share());
            steps.add(new double[] {minutes, level});
            if (level == SMALLEST_PERCENT) {
                break;
            }
        }
        return steps;
    }

    /** Returns a few of the corners, evenly spread over the logarithm of the share, to carry the markers. */
    private static List<double[]> spread(List<double[]> steps) {
        List<double[]> marked = new ArrayList<>();
        double next = 1;
        double apart = Math.log10(100 / SMALLEST_PERCENT) / MARKERS;
        for (double[] step : steps) {
            double depth = Math.log10(100 / step[1]) / apart;
            if (depth >= next && step[1] > SMALLEST_PERCENT) {
                marked.add(step);
                next = Math.floor(depth) + 1;
            }
        }
        if (marked.isEmpty()) {
            marked.add(steps.get(steps.size() - 1));
        }
        return marked;
    }

    /** Draws the limit of an objective on recovery as a labelled line. */
    private static void limit(XYChart chart, ChartStyle style, ExperimentResult result) {
        result.objectives().stream()
                .map(ObjectiveResult::objective)
                .filter(objective -> objective.metric() == Metric.RECOVERY && objective.bound() == Objective.Bound.MAX)
                .findFirst()
                .ifPresent(objective -> {
                    double minutes = objective.limit() / SECONDS_PER_MINUTE;
                    if (minutes < chart.getStyler().getXAxisMin()
                            || minutes > chart.getStyler().getXAxisMax()) {
                        return;
                    }
                    XYSeries line = ChartStyle.addLine(
                            chart,
                            Wording.objective(objective),
                            new double[] {minutes, minutes},
                            new double[] {SMALLEST_PERCENT, 100},
                            style.quiet(),
                            new BasicStroke(1.5f));
                    ChartStyle.addToLegend(line, Wording.objective(objective));
                });
    }
}
