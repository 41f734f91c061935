package dev.brokerfall.scenario;

import dev.brokerfall.fault.BackgroundFault.Kind;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.scenario.text.SourceText;
import dev.brokerfall.unit.Durations;
import dev.brokerfall.unit.QuantityException;
import dev.brokerfall.unit.Share;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of faults that happened: a line for each, {@code start,kind,target,duration,fraction} under a heading that says so. Empty
 * lines and lines that begin with {@code #} are for people.
 *
 * @param rows in the order of the file
 */
record Trace(List<Row> rows) {

    private static final List<String> COLUMNS = List.of("start", "kind", "target", "duration", "fraction");
    private static final String HEADING = String.join(",", COLUMNS);
    private static final Pattern MACHINE = Pattern.compile("(.*)/(\\d{1,6})");
    private static final int START = 0;
    private static final int KIND = 1;
    private static final int TARGET = 2;
    private static final int DURATION = 3;
    private static final int FRACTION = 4;

    /**
     * One fault.
     *
     * @param place the line
     * @param start from the beginning of the trial
     * @param zone that is struck, or whose machine is
     * @param index of the machine in its zone, or the broker
     * @param duration how long it lasts; empty for kinds that last as long as the platform takes
     * @param fraction the share of the zone that is struck, or of its usual speed at which disks are attached
     */
    record Row(
            Place place,
            Duration start,
            Kind kind,
            Place targetPlace,
            String zone,
            int index,
            Optional<Duration> duration,
            double fraction) {}

    Trace {
        rows = List.copyOf(rows);
    }

    /** Returns the kinds that the trace has faults of. */
    Set<Kind> kinds() {
        return rows.stream().map(Row::kind).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what a file says; what is wrong with it goes to {@code problems}. */
    static Trace read(Path file, Problems problems) {
        try {
            return read(SourceText.of(file.toString(), ScenarioReader.text(file)), problems);
        } catch (ScenarioException e) {
            problems.addAll(e.problems());
            return new Trace(List.of());
        }
    }

    static Trace read(SourceText source, Problems problems) {
        List<Row> rows = new ArrayList<>();
        boolean headed = false;
        for (int index = 0; index < source.lines().size(); index++) {
            String line = source.lines().get(index);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Line at = new Line(new Place(source, index + 1, 1), line, problems);
            if (headed) {
                at.row().ifPresent(rows::add);
            } else if (at.fields.equals(COLUMNS)) {
                headed = true;
            } else {
                problems.error(
                        at.place,
                        "the first line must name the columns, found '%s'".formatted(line),
                        "write " + HEADING);
                return new Trace(List.of());
            }
        }
        if (rows.isEmpty() && !problems.hasErrors()) {
            problems.error(
                    new Place(source, 1, 1), "there is no fault in it", "write a line for each under " + HEADING);
        }
        return new Trace(rows);
    }

    /** A line of the file while it is read. */
    private static final class Line {

        private final Place place;
        private final Problems problems;
        private final List<String> fields;
        private final List<Integer> columns = new ArrayList<>();
        private boolean fine = true;

        Line(Place place, String text, Problems problems) {
            this.place = place;
            this.problems = problems;
            this.fields = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            int from = 0;
            for (String field : text.split(",", -1)) {
                columns.add(from + 1 + (field.length() - field.stripLeading().length()));
                from += field.length() + 1;
            }
        }

        Optional<Row> row() {
            if (fields.size() != COLUMNS.size()) {
                problems.error(
                        place,
                        "a line has %s fields, found %s".formatted(COLUMNS.size(), fields.size()),
                        "write %s, and nothing between two commas for what a fault has not".formatted(HEADING));
                return Optional.empty();
            }
            Optional<Duration> start = parsed(START, () -> Durations.parse(fields.get(START)));
            Optional<Kind> kind = kind();
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            Target target = target(kind.get());
            Optional<Duration> duration = duration(kind.get());
            double fraction = fraction(kind.get());
            return fine
                    ? Optional.of(new Row(
                            place,
                            start.orElseThrow(),
                            kind.get(),
                            at(TARGET),
                            target.zone,
                            target.index,
                            duration,
                            fraction))
                    : Optional.empty();
        }

        private Optional<Kind> kind() {
            String name = fields.get(KIND);
            Optional<Kind> found = Arrays.stream(Kind.values())
                    .filter(kind -> kind.inTraces() && kind.key().equals(name))
                    .findFirst();
            if (found.isEmpty()) {
                List<String> known = Arrays.stream(Kind.values())
                        .filter(Kind::inTraces)
                        .map(Kind::key)
                        .toList();
                error(KIND, "there is no fault '%s'".formatted(name), Suggestion.help(name, known));
            }
            return found;
        }

        /** Whom a fault strikes: what of it has a meaning depends on the kind. */
        private record Target(String zone, int index) {
            private static final Target CLUSTER = new Target("", 0);
        }

        private Target target(Kind kind) {
            String text = fields.get(TARGET);
            switch (kind.unit()) {
                case NODE -> {
                    Matcher machine = MACHINE.matcher(text);
                    if (machine.matches()) {
                        return new Target(machine.group(1), Integer.parseInt(machine.group(2)));
                    }
                    error(
                            TARGET,
                            "%s strikes a machine, found '%s'".formatted(kind.key(), text),
                            "write ZONE/0 for the first of a zone");
                }
                case BROKER -> {
                    if (text.matches("\\d{1,6}")) {
                        return new Target("", Integer.parseInt(text));
                    }
                    error(
                            TARGET,
                            "%s strikes a broker, found '%s'".formatted(kind.key(), text),
                            "write its number, such as 0");
                }
                case ZONE -> {
                    return new Target(text, 0);
                }
                default -> {
                    if (text.isEmpty() || text.equals("cluster")) {
                        return Target.CLUSTER;
                    }
                    error(
                            TARGET,
                            "%s strikes the whole cluster, found '%s'".formatted(kind.key(), text),
                            "leave the target empty");
                }
            }
            return Target.CLUSTER;
        }

        private Optional<Duration> duration(Kind kind) {
            String text = fields.get(DURATION);
            if (!kind.hasLength()) {
                if (!text.isEmpty()) {
                    error(
                            DURATION,
                            "%s lasts as long as the platform takes".formatted(kind.key()),
                            "leave the duration empty");
                }
                return Optional.empty();
            }
            Optional<Duration> duration = parsed(DURATION, () -> Durations.parse(text));
            if (duration.filter(given -> given.toMillis() < 1).isPresent()) {
                error(DURATION, "a fault must last, found '%s'".formatted(text), "write how long, such as 10m");
            }
            return duration;
        }

        private double fraction(Kind kind) {
            String text = fields.get(FRACTION);
            if (text.isEmpty()) {
                if (kind == Kind.ATTACH_SLOW) {
                    error(
                            FRACTION,
                            "attachSlow needs the share of the usual speed",
                            "write such as 10% for ten times as long");
                }
                return 1;
            }
            if (!kind.hasExtent()) {
                error(FRACTION, "%s strikes one thing, not a share".formatted(kind.key()), "leave the fraction empty");
                return 1;
            }
            double fraction = parsed(FRACTION, () -> Share.parse(text)).orElse(1.0);
            if (fraction == 0) {
                error(FRACTION, "a fraction must be more than 0%", "write a share, such as 35%");
            }
            return fraction;
        }

        private <T> Optional<T> parsed(int field, Supplier<T> value) {
            try {
                return Optional.of(value.get());
            } catch (QuantityException e) {
                error(field, "%s: %s".formatted(COLUMNS.get(field), e.getMessage()), e.help());
                return Optional.empty();
            }
        }

        private void error(int field, String message, String help) {
            fine = false;
            problems.error(at(field), message, help);
        }

        private Place at(int field) {
            return new Place(place.source(), place.line(), columns.get(field));
        }
    }
}
