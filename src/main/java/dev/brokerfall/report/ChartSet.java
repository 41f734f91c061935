package dev.brokerfall.report;

import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.metric.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The charts of a result, each under its file name. */
public final class ChartSet {

    private final Map<String, ChartFile> charts = new LinkedHashMap<>();

    private ChartSet() {}

    /**
     * Draws the charts of {@code yearly}.
     *
     * @param timeline the picture of one telling trial, if there is one
     * @throws ChartException when this machine cannot draw letters
     */
    public static ChartSet of(ExperimentResult yearly, Optional<ChartFile> timeline) {
        ExperimentResult result = Per.of(yearly).count(yearly);
        ChartSet set = new ChartSet();
        ForestChart.of(result, Metric.OUTAGE_MINUTES, "How long at least one partition cannot be written")
                .ifPresent(chart -> set.charts.put("unavailability", chart));
        ForestChart.of(result, Metric.DATA_LOSS_PROBABILITY, "How often each option loses acknowledged data")
                .ifPresent(chart -> set.charts.put("loss", chart));
        List<ChartFile> recovery = RecoveryChart.of(result);
        for (int i = 0; i < recovery.size(); i++) {
            set.charts.put(i == 0 ? "recovery" : "recovery-" + (i + 1), recovery.get(i));
        }
        CostChart.of(result).ifPresent(chart -> set.charts.put("cost", chart));
        timeline.ifPresent(chart -> set.charts.put("timeline", chart));
        return set;
    }

    /** Returns what a report says about the charts. */
    public List<Setting.Chart> captions() {
        return charts.entrySet().stream()
                .map(entry -> new Setting.Chart(entry.getKey(), entry.getValue().caption()))
                .toList();
    }

    /** Returns every file, by its path within the result folder. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        charts.forEach((name, chart) -> {
            files.put("charts/" + name + ".png", chart.png());
            files.put("charts/" + name + ".svg", chart.svg());
        });
        return files;
    }
}
