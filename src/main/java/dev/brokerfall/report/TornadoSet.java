package dev.brokerfall.report;

import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tornado charts of a sensitivity analysis, one for each option that anything moves. */
public final class TornadoSet {

    private final Map<String, ChartFile> charts = new LinkedHashMap<>();

    private TornadoSet() {}

    /**
     * Draws the charts of {@code result}.
     *
     * @throws ChartException when this machine cannot draw letters
     */
    public static TornadoSet of(SensitivityResult result) {
        TornadoSet set = new TornadoSet();
        for (int option = 0; option < result.options().size(); option++) {
            String name = "charts/tornado-"
                    + SensitivityMarkdown.Charts.file(
                            result.plan().metric(), result.options().get(option));
            TornadoChart.of(result, option).ifPresent(chart -> set.charts.put(name, chart));
        }
        return set;
    }

    /** Returns what a report says about the charts. */
    public List<Setting.Chart> captions() {
        return charts.entrySet().stream()
                .map(entry -> new Setting.Chart(entry.getKey(), entry.getValue().caption()))
                .toList();
    }

    /** Returns every file, by its path within the folder of the report. */
    public Map<String, byte[]> files() {
        Map<String, byte[]> files = new TreeMap<>();
        charts.forEach((name, chart) -> {
            files.put(name + ".png", chart.png());
            files.put(name + ".svg", chart.svg());
        });
        return files;
    }
}
