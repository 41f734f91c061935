package dev.brokerfall.real;

import dev.brokerfall.real.Finding.Fact;
import dev.brokerfall.real.Finding.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One story of one release, told by both.
 *
 * @param story its name
 * @param version the release
 * @param rows a row for each finding
 */
record SideBySide(String story, KafkaVersion version, List<Row> rows) {

    /**
     * What is granted for the way a heartbeat and the controller's answer to its absence have to go through processes on a machine that
     * does nothing else; what else it does is measured.
     */
    private static final Duration ALWAYS_GRANTED = Duration.ofMillis(500);

    /** A heartbeat may be late when it is sent, and the controller when it looks. */
    private static final int LATE_TWICE = 2;

    /**
     * A finding.
     *
     * @param real what real brokers showed
     * @param simulated what the simulator showed
     * @param agrees whether that is the same, or as near as the protocol and a busy machine allow
     */
    record Row(String what, String real, String simulated, boolean agrees) {}

    SideBySide {
        rows = List.copyOf(rows);
    }

    /** Holds what real brokers showed against what the simulator showed in any of its trials. */
    static SideBySide of(Story story, KafkaVersion version, Played real, List<Played> trials, Hiccups hiccups) {
        List<List<Finding>> simulated = trials.stream().map(story::findings).toList();
        List<Row> rows = new ArrayList<>();
        for (Finding finding : story.findings(real)) {
            List<Finding> same = simulated.stream()
                    .flatMap(List::stream)
                    .filter(each -> each.what().equals(finding.what()))
                    .toList();
            rows.add(
                    finding instanceof Span span ? row(span, same, hiccups) : row((Fact) finding, same, trials.size()));
        }
        return new SideBySide(story.name(), version, rows);
    }

    private static Row row(Fact real, List<Finding> simulated, int trials) {
        Map<String, Long> values = simulated.stream()
                .map(Fact.class::cast)
                .collect(Collectors.groupingBy(Fact::value, TreeMap::new, Collectors.counting()));
        long same = Optional.ofNullable(values.get(real.value())).orElse(0L);
        String shown = same == trials
                ? real.value()
                : values.keySet().stream()
                        .filter(value -> same == 0 || value.equals(real.value()))
                        .map(value -> "%s (%s of %s trials)".formatted(value, values.get(value), trials))
                        .collect(Collectors.joining("; "));
        String details = simulated.stream()
                .map(Fact.class::cast)
                .map(Fact::detail)
                .distinct()
                .collect(Collectors.joining(", "));
        return new Row(
                real.what(),
                withDetail(real.value(), real.detail()),
                withDetail(shown, details),
                values.containsKey(real.value()));
    }

    private static String withDetail(String value, String detail) {
        return detail.isEmpty() ? value : "%s (%s)".formatted(value, detail);
    }

    private static Row row(Span real, List<Finding> simulated, Hiccups hiccups) {
        long end = real.from() + real.length().toMillis();
        Duration latest = hiccups.longest(real.from() - real.most().toMillis(), end);
        Duration granted = ALWAYS_GRANTED.plus(latest.multipliedBy(LATE_TWICE));
        List<Duration> lengths = simulated.stream()
                .map(Span.class::cast)
                .map(Span::length)
                .sorted()
                .toList();
        boolean agrees =
                within(real.length(), real.least().minus(granted), real.most().plus(granted))
                        && lengths.stream().allMatch(each -> within(each, real.least(), real.most()));
        return new Row(
                real.what(),
                "%s s, must lie in [%s, %s] ± %s s"
                        .formatted(
                                seconds(real.length()), seconds(real.least()), seconds(real.most()), seconds(granted)),
                "%s s to %s s, median %s s"
                        .formatted(
                                seconds(lengths.get(0)),
                                seconds(lengths.get(lengths.size() - 1)),
                                seconds(lengths.get(lengths.size() / 2))),
                agrees);
    }

    private static boolean within(Duration length, Duration least, Duration most) {
        return length.compareTo(least) >= 0 && length.compareTo(most) <= 0;
    }

    private static String seconds(Duration length) {
        return String.format(Locale.ROOT, "%.2f", length.toMillis() / 1000.0);
    }

    /** Returns what the two do not agree on. */
    List<Row> disagreements() {
        return rows.stream().filter(row -> !row.agrees()).toList();
    }

    /** Returns stories as a table in Markdown, its columns aligned for a terminal. */
    static String table(List<SideBySide> stories) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("story", "Kafka", "what", "real brokers", "simulator", "agree"));
        for (SideBySide each : stories) {
            for (Row row : each.rows()) {
                lines.add(List.of(
                        each.story(),
                        each.version().number(),
                        row.what(),
                        row.real(),
                        row.simulated(),
                        row.agrees() ? "yes" : "NO"));
            }
        }
        int[] widths = new int[lines.get(0).size()];
        lines.forEach(line -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        });
        List<String> text = new ArrayList<>();
        for (List<String> line : lines) {
            text.add(line(widths, line::get, " "));
            if (text.size() == 1) {
                text.add(line(widths, column -> "-".repeat(widths[column]), " "));
            }
        }
        return String.join("\n", text) + "\n";
    }

    private static String line(int[] widths, Function<Integer, String> cell, String padding) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            String text = cell.apply(column);
            line.append(' ')
                    .append(text)
                    .append(padding.repeat(widths[column] - text.length()))
                    .append(" |");
        }
        return line.toString();
    }
}
