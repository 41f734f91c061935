package dev.brokerfall.cli;

import dev.brokerfall.report.ChartFile;
import dev.brokerfall.report.Lane;
import dev.brokerfall.report.Span;
import dev.brokerfall.report.TimelineChart;
import dev.brokerfall.world.JournalEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Turns what happened in a trial into lanes: faults, brokers, and the partitions that cannot be written or read. */
final class TimelinePicture {

    private static final double MILLIS_PER_SECOND = 1000;
    /** What is told is shown with so much before and after it, as a multiple of its length. */
    private static final double ROOM = 0.25;

    private static final double SHORTEST_WINDOW = 60;
    private static final int MOST_FAULT_LANES = 8;

    private final Map<Integer, BrokerLane> brokers = new TreeMap<>();
    private final Map<String, List<Span>> faults = new LinkedHashMap<>();
    private final Map<String, Double> began = new LinkedHashMap<>();
    private final Outage writing = new Outage(Span.State.NOT_WRITABLE);
    private final Outage reading = new Outage(Span.State.NOT_READABLE);

    private TimelinePicture() {}

    /** Returns the picture of the whole trial. */
    static ChartFile whole(String title, List<JournalEntry> entries, double horizonSeconds, int brokers) {
        TimelinePicture picture = read(entries, horizonSeconds, brokers);
        double first = entries.isEmpty() ? 0 : entries.get(0).millis() / MILLIS_PER_SECOND;
        double last = entries.isEmpty()
                ? horizonSeconds
                : entries.get(entries.size() - 1).millis() / MILLIS_PER_SECOND;
        double room = Math.max(SHORTEST_WINDOW / 6, (last - first) * 0.05);
        double from = Math.max(0, first - room);
        return TimelineChart.of(title, picture.lanes(from, last + room), from, Math.min(horizonSeconds, last + room));
    }

    /** Returns the picture of what matters most in the trial: the largest loss or else the longest outage, if there was one. */
    static Optional<ChartFile> telling(String title, List<JournalEntry> entries, double horizonSeconds, int brokers) {
        TimelinePicture picture = read(entries, horizonSeconds, brokers);
        Optional<Span> heart = entries.stream()
                .filter(entry -> entry.type().equals("recordsLost"))
                .max(Comparator.comparingLong(TimelinePicture::records))
                .map(entry -> picture.episode(entry.millis() / MILLIS_PER_SECOND))
                .or(() -> picture.writing.spans.stream()
                        .max(Comparator.comparingDouble((Span span) -> span.to() - span.from())));
        return heart.map(span -> {
            double length = Math.max(SHORTEST_WINDOW, span.to() - span.from());
            double from = Math.max(0, span.from() - ROOM * length);
            double to = Math.min(horizonSeconds, span.to() + ROOM * length);
            return TimelineChart.of(title, picture.lanes(from, to), from, to);
        });
    }

    private static long records(JournalEntry entry) {
        return entry.fields().get("records") instanceof Number number ? number.longValue() : 0;
    }

    /** Returns the time around {@code t} in which at least one broker is not in sync. */
    private Span episode(double t) {
        List<Span> out = brokers.values().stream()
                .flatMap(lane -> lane.spans.stream())
                .filter(span -> span.state() != Span.State.IN_SYNC)
                .sorted(Comparator.comparingDouble(Span::from))
                .toList();
        double from = t;
        double to = Double.NEGATIVE_INFINITY;
        for (Span span : out) {
            if (span.from() > to) {
                if (to >= t || span.from() > t) {
                    break;
                }
                from = span.from();
            }
            to = Math.max(to, span.to());
        }
        return to >= t ? new Span(from, to, Span.State.DOWN) : new Span(t, t, Span.State.DOWN);
    }

    private static TimelinePicture read(List<JournalEntry> entries, double horizon, int brokers) {
        TimelinePicture picture = new TimelinePicture();
        for (int broker = 0; broker < brokers; broker++) {
            picture.brokers.put(broker, new BrokerLane());
        }
        entries.forEach(picture::read);
        picture.brokers.values().forEach(lane -> lane.become(lane.state, horizon));
        picture.writing.end(horizon);
        picture.reading.end(horizon);
        picture.began.forEach((fault, since) -> picture.fault(fault, since, horizon));
        return picture;
    }

    private void read(JournalEntry entry) {
        double t = entry.millis() / MILLIS_PER_SECOND;
        String fault = String.valueOf(entry.fields().get("fault"));
        switch (entry.type()) {
            case "faultBegan" -> began.putIfAbsent(fault, t);
            case "faultEnded" -> Optional.ofNullable(began.remove(fault)).ifPresent(since -> fault(fault, since, t));
            case "unwritable" -> writing.begin(t);
            case "writable" -> writing.finish(t);
            case "unreadable" -> reading.begin(t);
            case "readable" -> reading.finish(t);
            default ->
                Optional.ofNullable(entry.fields().get("broker"))
                        .filter(Integer.class::isInstance)
                        .map(broker -> brokers.get((Integer) broker))
                        .ifPresent(lane -> lane.read(entry, t));
        }
    }

    private void fault(String name, double from, double to) {
        faults.computeIfAbsent(name, key -> new ArrayList<>()).add(new Span(from, to, Span.State.FAULT));
    }

    private List<Lane> lanes(double from, double to) {
        List<Lane> lanes = new ArrayList<>();
        faults.forEach((name, spans) -> {
            if (lanes.size() < MOST_FAULT_LANES && visible(spans, from, to)) {
                lanes.add(new Lane(name, spans));
            }
        });
        brokers.forEach((id, lane) -> lanes.add(new Lane("broker " + id, lane.spans)));
        lanes.add(new Lane("cannot write", writing.spans));
        lanes.add(new Lane("cannot read", reading.spans));
        return lanes;
    }

    private static boolean visible(List<Span> spans, double from, double to) {
        return spans.stream().anyMatch(span -> span.to() >= from && span.from() <= to);
    }

    /** One broker's states over time. */
    private static final class BrokerLane {
        private final List<Span> spans = new ArrayList<>();
        private Span.State state = Span.State.IN_SYNC;
        /** How many cohorts have it outside their in-sync sets. */
        private int out;

        private boolean fenced;
        private double since;

        void read(JournalEntry entry, double t) {
            switch (entry.type()) {
                case "brokerDown" -> become(Span.State.DOWN, t);
                case "brokerUp" -> become(up(), t);
                case "brokerRegistered", "brokerFenced" -> {
                    fenced = true;
                    if (state != Span.State.DOWN) {
                        become(Span.State.FENCED, t);
                    }
                }
                case "brokerUnfenced" -> {
                    fenced = false;
                    if (state != Span.State.DOWN) {
                        become(up(), t);
                    }
                }
                case "isrShrunk" -> {
                    out++;
                    if (state == Span.State.IN_SYNC) {
                        become(Span.State.CATCHING_UP, t);
                    }
                }
                case "isrExpanded" -> {
                    out = Math.max(0, out - 1);
                    if (out == 0 && state == Span.State.CATCHING_UP) {
                        become(Span.State.IN_SYNC, t);
                    }
                }
                default -> {}
            }
        }

        private Span.State up() {
            if (fenced) {
                return Span.State.FENCED;
            }
            return out == 0 ? Span.State.IN_SYNC : Span.State.CATCHING_UP;
        }

        void become(Span.State next, double t) {
            if (t > since) {
                spans.add(new Span(since, t, state));
            }
            state = next;
            since = t;
        }
    }

    /** The spans in which at least one cohort is out. */
    private static final class Outage {
        private final Span.State state;
        private final List<Span> spans = new ArrayList<>();
        private int out;
        private double since;

        Outage(Span.State state) {
            this.state = state;
        }

        void begin(double t) {
            if (out++ == 0) {
                since = t;
            }
        }

        void finish(double t) {
            if (out > 0 && --out == 0 && t > since) {
                spans.add(new Span(since, t, state));
            }
        }

        void end(double t) {
            if (out > 0) {
                out = 1;
                finish(t);
            }
        }
    }
}
