package dev.brokerfall.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler.TextAlignment;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How every chart looks: width, fonts and colours stand here and nowhere else. An option has the same colour, marker and dash in
 * all charts of a report. The palettes were chosen for their distance under protanopia, deuteranopia, tritanopia and in grey, and
 * for a contrast of at least 3:1 on white.
 *
 * @param width pixels, before the bitmap's scale
 * @param font the family; named, so that pictures are the same on every machine
 * @param background behind everything
 * @param text all letters
 * @param quiet grid, whiskers of bounds, thresholds
 * @param few colours of up to five options
 * @param many colours of more than five
 */
record ChartStyle(
        int width, String font, Color background, Color text, Color quiet, List<Color> few, List<Color> many) {

    /** On white, for screen and print. */
    static final ChartStyle LIGHT = new ChartStyle(
            1000,
            "DejaVu Sans",
            Color.WHITE,
            new Color(0x1b1f24),
            new Color(0x6e7781),
            colours(0x275BB0, 0xA26B16, 0x26A37B, 0x400054, 0x821327),
            colours(0x152341, 0xA031C4, 0x2F5B46, 0xD17681, 0x5F2F05, 0x847599));

    /** The most series that can be told apart in one chart. */
    static final int MOST_SERIES = 6;

    private static final Color GRID = new Color(0xe3e6ea);
    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.TRIANGLE_DOWN,
            SeriesMarkers.TRAPEZOID,
            SeriesMarkers.RECTANGLE);
    private static final List<float[]> DASHES =
            List.of(new float[] {}, new float[] {9, 4}, new float[] {2, 4}, new float[] {10, 4, 2, 4});
    private static final float LINE = 2.2f;

    ChartStyle {
        few = List.copyOf(few);
        many = List.copyOf(many);
    }

    private static List<Color> colours(int... rgb) {
        return java.util.Arrays.stream(rgb).mapToObj(Color::new).toList();
    }

    /** Returns an empty chart of this style. */
    XYChart chart(String title, String x, String y, int height) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setLocale(Locale.ROOT);
        styler.setBaseFont(font(Font.PLAIN, 13));
        styler.setChartTitleFont(font(Font.BOLD, 15));
        styler.setAxisTitleFont(font(Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 13));
        styler.setLegendFont(font(Font.PLAIN, 13));
        styler.setAnnotationTextFont(font(Font.PLAIN, 12));
        styler.setChartBackgroundColor(background);
        styler.setPlotBackgroundColor(background);
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(text);
        styler.setChartTitleFontColor(text);
        styler.setXAxisTitleColor(text);
        styler.setYAxisTitleColor(text);
        styler.setAxisTickLabelsColor(text);
        styler.setAxisTickMarksColor(quiet);
        styler.setAnnotationTextFontColor(text);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartTitleBoxVisible(false);
        styler.setChartPadding(14);
        styler.setChartTitlePadding(8);
        styler.setPlotContentSize(1);
        styler.setMarkerSize(10);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
        styler.setLegendPadding(10);
        styler.setLegendBackgroundColor(background);
        styler.setLegendBorderColor(background);
        styler.setYAxisLabelAlignment(TextAlignment.Right);
        return chart;
    }

    private Font font(int shape, int size) {
        return new Font(font, shape, size);
    }

    /** Returns the colour of option number {@code option} of {@code options}. */
    Color colour(int option, int options) {
        List<Color> palette = options <= few.size() ? few : many;
        return palette.get(option % palette.size());
    }

    /** Returns the marker of option number {@code option}. */
    Marker marker(int option) {
        return MARKERS.get(option % MARKERS.size());
    }

    /** Returns the line of option number {@code option}. */
    BasicStroke line(int option) {
        float[] dash = DASHES.get(option % DASHES.size());
        return dash.length == 0
                ? new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                : new BasicStroke(LINE, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }

    /** Adds a line through points to {@code chart}, without markers and without a place in the legend. */
    static XYSeries addLine(XYChart chart, String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        series.setShowInLegend(false);
        return series;
    }

    /** Puts the legend of {@code chart} to its right, where long names have room. */
    static void legendAtTheRight(XYChart chart) {
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    }

    /** Names {@code series} in the legend. */
    static void addToLegend(XYSeries series, String label) {
        series.setLabel(label);
        series.setShowInLegend(true);
    }

    /** Adds points to {@code chart}, without a place in the legend. */
    XYSeries addPoints(XYChart chart, String name, double[] x, double[] y, int option, int options) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marker(option));
        series.setMarkerColor(colour(option, options));
        series.setShowInLegend(false);
        return series;
    }
}
