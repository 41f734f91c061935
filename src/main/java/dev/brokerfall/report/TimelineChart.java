package dev.brokerfall.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What happened to whom and when in one trial: a lane each, a bar for what lasted. */
public final class TimelineChart {

    private static final int LANE = 34;
    private static final int FRAME = 170;
    private static final double NARROWEST = 1 / 450.0;
    private static final Map<Span.State, Color> COLOURS = new EnumMap<>(Map.of(
            Span.State.IN_SYNC, new Color(0xb9c6d8),
            Span.State.CATCHING_UP, new Color(0xE69F00),
            Span.State.FENCED, new Color(0x56B4E9),
            Span.State.DOWN, new Color(0x400054),
            Span.State.FAULT, new Color(0x6e7781),
            Span.State.NOT_WRITABLE, new Color(0xC2371B),
            Span.State.NOT_READABLE, new Color(0x6B1507)));

    private TimelineChart() {}

    /**
     * Returns the chart.
     *
     * @param title what is shown
     * @param lanes at least one, the uppermost first
     * @param from where the picture begins, in seconds since the beginning of the trial
     * @param to where it ends, later than {@code from}
     */
    public static ChartFile of(String title, List<Lane> lanes, double from, double to) {
        ChartStyle style = ChartStyle.LIGHT;
        Scale scale = Scale.of(to - from);
        int height = FRAME + LANE * lanes.size();
        XYChart chart = style.chart(title, scale.words + " since " + instant(from) + " of the trial", "", height);
        Lanes.label(chart, lanes.stream().map(Lane::name).toList());
        chart.setCustomXAxisTickLabelsFormatter(Figures::plain);
        chart.getStyler().setXAxisMin(0.0);
        chart.getStyler().setXAxisMax((to - from) / scale.seconds);
        legend(chart, lanes, from, to);
        for (int i = 0; i < lanes.size(); i++) {
            double y = lanes.size() - i;
            int number = 0;
            for (Span span : lanes.get(i).spans()) {
                if (span.to() < from || span.from() > to) {
                    continue;
                }
                double begins = Math.max(0, (span.from() - from) / scale.seconds);
                double widest = (to - from) / scale.seconds;
                double ends = Math.min(widest, (span.to() - from) / scale.seconds);
                ends = Math.min(widest, Math.max(ends, begins + NARROWEST * widest));
                begins = Math.min(begins, ends - NARROWEST * widest);
                bar(chart, i + "/" + number++, Math.max(0, begins), ends, y, span.state());
            }
        }
        return new ChartFile(chart, title);
    }

    private static void bar(XYChart chart, String name, double from, double to, double y, Span.State state) {
        float thick = state == Span.State.IN_SYNC ? LANE * 0.3f : LANE * 0.6f;
        double[] x = {from, to};
        double[] level = {y, y};
        if (state != Span.State.IN_SYNC) {
            ChartStyle.addLine(chart, name + "/edge", x, level, new Color(0x1b1f24), butt(thick + 2));
        }
        ChartStyle.addLine(chart, name, x, level, COLOURS.getOrDefault(state, Color.BLACK), butt(thick));
    }

    private static BasicStroke butt(float width) {
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
    }

    /** Legend entries are series outside the picture; each state that is seen has one. */
    private static void legend(XYChart chart, List<Lane> lanes, double from, double to) {
        Set<Span.State> states = EnumSet.noneOf(Span.State.class);
        lanes.forEach(lane -> lane.spans().stream()
                .filter(span -> span.to() >= from && span.from() <= to)
                .forEach(span -> states.add(span.state())));
        for (Span.State state : states) {
            XYSeries series = chart.addSeries(state.words(), new double[] {0}, new double[] {-5});
            ChartStyle.addToLegend(series, state.words());
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
            series.setMarker(SeriesMarkers.SQUARE);
            series.setMarkerColor(COLOURS.getOrDefault(state, Color.BLACK));
        }
    }

    private static String instant(double seconds) {
        long whole = (long) Math.floor(seconds);
        return "day %d, %02d:%02d:%02d".formatted(whole / 86_400, whole / 3600 % 24, whole / 60 % 60, whole % 60);
    }

    private enum Scale {
        SECONDS("Seconds", 1),
        MINUTES("Minutes", 60),
        HOURS("Hours", 3600),
        DAYS("Days", 86_400);

        private final String words;
        private final double seconds;

        Scale(String words, double seconds) {
            this.words = words;
            this.seconds = seconds;
        }

        static Scale of(double seconds) {
            if (seconds <= 300) {
                return SECONDS;
            }
            if (seconds <= 4 * 3600) {
                return MINUTES;
            }
            return seconds <= 5 * 86_400 ? HOURS : DAYS;
        }
    }
}
