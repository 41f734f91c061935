package dev.brokerfall.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;

/** A vertical axis of names instead of numbers: the first name at height n, the last at 1. */
final class Lanes {

    private static final double NEAR = 1e-6;
    private static final double MARGIN = 0.6;

    private Lanes() {}

    /** Labels the lanes of {@code chart}, each at a whole number. */
    static void label(XYChart chart, List<String> names) {
        XYStyler styler = chart.getStyler();
        styler.setYAxisMin(1 - MARGIN);
        styler.setYAxisMax(names.size() + MARGIN);
        styler.setYAxisTickMarkSpacingHint(30);
        styler.setYAxisTitleVisible(false);
        styler.setPlotGridHorizontalLinesVisible(false);
        Map<Double, String> between = new HashMap<>();
        chart.setCustomYAxisTickLabelsFormatter(height -> label(names, between, height));
    }

    /**
     * XChart drops all labels if two of them are equal or one is too long; so each tick between lanes is another small number of
     * spaces.
     */
    private static String label(List<String> names, Map<Double, String> between, double height) {
        long lane = Math.round(height);
        if (Math.abs(height - lane) < NEAR && lane >= 1 && lane <= names.size()) {
            return names.get((int) (names.size() - lane));
        }
        return between.computeIfAbsent(height, tick -> " ".repeat(between.size() + 1));
    }
}
