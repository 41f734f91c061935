package dev.brokerfall.measured;

import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Stream;
import dev.brokerfall.world.JournalEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * One simulated story, looked at as the measurement looked at the real one: the controller's log for leaders and in-sync sets, two
 * producers for gaps and losses. Times are in seconds after the first fault.
 *
 * <p>A <em>gap</em> is the time between two successive acknowledgements of one partition. Where its leadership has moved meanwhile, a
 * producer needs a moment more until it has found the new leader, which is drawn here, since the model stops at the brokers.
 */
final class Observation {

    private static final double MILLIS = 1000;

    private final RandomDuration refresh;
    private final Stream luck;
    private final Map<Object, Partition> partitions = new LinkedHashMap<>();
    private final Map<Integer, Double> registered = new HashMap<>();
    private final Map<Integer, Double> unfenced = new HashMap<>();
    private final Map<Integer, Double> firstUnfenced = new HashMap<>();
    private final Map<String, Double> began = new HashMap<>();
    private final List<Double> controllers = new ArrayList<>();
    private final List<Double> offline = new ArrayList<>();

    private double origin = Double.NaN;
    private double lost;
    private boolean uncleanly;

    private static final class Partition {
        private final int count;
        private Object leader = "";
        private Object isr = List.of();
        private double leaderlessSince = Double.NaN;
        private boolean moved;
        private final Span unwritten = new Span();
        private final Span unread = new Span();
        private final List<Double> moves = new ArrayList<>();
        private final List<Double> shrinks = new ArrayList<>();
        private final Map<Double, Double> gaps = new LinkedHashMap<>();
        private final Map<Double, Double> stops = new LinkedHashMap<>();

        Partition(List<?> replicas, int count) {
            this.count = count;
            this.leader = replicas.get(0);
            this.isr = replicas;
        }
    }

    private Observation(RandomDuration refresh, Stream luck) {
        this.refresh = refresh;
        this.luck = luck;
    }

    /**
     * Looks at a journal.
     *
     * @param refresh how long a producer takes to find a new leader
     * @param luck draws it
     */
    static Observation of(List<JournalEntry> journal, RandomDuration refresh, Stream luck) {
        Observation seen = new Observation(refresh, luck);
        journal.forEach(seen::see);
        return seen;
    }

    private void see(JournalEntry entry) {
        Map<String, Object> fields = entry.fields();
        if (entry.type().equals("faultBegan") && Double.isNaN(origin)) {
            origin = entry.millis() / MILLIS;
        }
        double at = entry.millis() / MILLIS - origin;
        switch (entry.type()) {
            case "faultBegan" -> began.put(String.valueOf(fields.get("reason")), at);
            case "brokerRegistered" -> registered.put((Integer) fields.get("broker"), at);
            case "brokerUnfenced" -> {
                unfenced.put((Integer) fields.get("broker"), at);
                firstUnfenced.putIfAbsent((Integer) fields.get("broker"), at);
            }
            case "controllerElected" -> controllers.add(at);
            case "recordsLost" -> lost += (Long) fields.get("records");
            case "leaderElected", "leaderless" -> {
                uncleanly |= Boolean.FALSE.equals(fields.get("clean"));
                offline(partition(fields), entry.type().equals("leaderless"), at);
                partition(fields).moves.add(at);
                partition(fields).moved = true;
                take(partition(fields), fields);
            }
            case "isrShrunk" -> {
                partition(fields).shrinks.add(at);
                take(partition(fields), fields);
            }
            case "isrExpanded" -> take(partition(fields), fields);
            case "unwritable", "clientsStalled" -> stop(partition(fields), entry.type(), at);
            case "writable" -> resume(partition(fields), "unwritable", at);
            case "clientsAnswered" -> resume(partition(fields), "clientsStalled", at);
            case "unreadable", "consumeStalled" -> partition(fields).unread.stop(entry.type(), at);
            case "readable" -> partition(fields).unread.resume("unreadable", at);
            case "consumeResumed" -> partition(fields).unread.resume("consumeStalled", at);
            default -> {}
        }
    }

    private void offline(Partition partition, boolean leaderless, double at) {
        if (leaderless) {
            partition.leaderlessSince = at;
        } else if (!Double.isNaN(partition.leaderlessSince)) {
            offline.add(at - partition.leaderlessSince);
            partition.leaderlessSince = Double.NaN;
        }
    }

    private static void stop(Partition partition, String why, double at) {
        if (!partition.unwritten.isOpen()) {
            partition.moved = !partition.moves.isEmpty() && partition.moves.get(partition.moves.size() - 1) == at;
        }
        partition.unwritten.stop(why, at);
    }

    private void resume(Partition partition, String why, double at) {
        if (why.equals("unwritable") && partition.unwritten.has(why)) {
            partition.stops.put(partition.unwritten.since(), at);
        }
        if (partition.unwritten.resume(why, at)) {
            double found = partition.moved ? refresh.drawMillis(luck) / MILLIS : 0;
            double since = partition.unwritten.since();
            if (at > since) {
                partition.gaps.put(since, at + found - since);
            }
            partition.moved = false;
        }
    }

    private static void take(Partition partition, Map<String, Object> fields) {
        partition.leader = fields.getOrDefault("leader", "");
        partition.isr = fields.getOrDefault("isr", List.of());
    }

    private Partition partition(Map<String, Object> fields) {
        return partitions.computeIfAbsent(
                fields.get("replicas"),
                replicas -> new Partition((List<?>) replicas, (Integer) fields.getOrDefault("partitions", 0)));
    }

    /** Returns when the entry of the timeline called {@code id} began. */
    double began(String id) {
        return began.getOrDefault(id, Double.NaN);
    }

    /** Returns when the last leadership moved before the first broker came back, or nothing. */
    List<Double> leadersMoved() {
        double back = firstRegistered();
        return partitions.values().stream()
                .flatMap(partition -> partition.moves.stream())
                .filter(at -> at <= back)
                .max(Double::compare)
                .stream()
                .toList();
    }

    /** Returns how many partitions have moved their leadership before the first broker came back. */
    int partitionsMoved() {
        double back = firstRegistered();
        return partitions.values().stream()
                .filter(partition -> partition.moves.stream().anyMatch(at -> at <= back))
                .mapToInt(partition -> partition.count)
                .sum();
    }

    /** Returns when the first in-sync set shrank, or nothing. */
    List<Double> isrShrunk() {
        return partitions.values().stream()
                .flatMap(partition -> partition.shrinks.stream())
                .min(Double::compare)
                .stream()
                .toList();
    }

    /** Returns in how many partitions an in-sync set shrank. */
    int partitionsShrunk() {
        return partitions.values().stream()
                .filter(partition -> !partition.shrinks.isEmpty())
                .mapToInt(partition -> partition.count)
                .sum();
    }

    private double firstRegistered() {
        return registered.values().stream().min(Double::compare).orElse(Double.POSITIVE_INFINITY);
    }

    /** Returns the longest gap of each partition that began within the given times. */
    List<Double> gaps(double from, double to) {
        List<Double> result = new ArrayList<>();
        for (Partition partition : partitions.values()) {
            double longest = partition.gaps.entrySet().stream()
                    .filter(gap -> from <= gap.getKey() && gap.getKey() < to)
                    .mapToDouble(Map.Entry::getValue)
                    .max()
                    .orElse(0);
            for (int i = 0; i < partition.count; i++) {
                result.add(longest);
            }
        }
        return result;
    }

    /** Returns the longest time of each partition in which consumers got nothing new. */
    List<Double> consumeGaps() {
        List<Double> result = new ArrayList<>();
        for (Partition partition : partitions.values()) {
            result.addAll(Collections.nCopies(partition.count, partition.unread.longest()));
        }
        return result;
    }

    /** Returns when {@code broker} was unfenced last. */
    double unfenced(int broker) {
        return unfenced.getOrDefault(broker, Double.NaN);
    }

    /** Returns when {@code broker} was unfenced first. */
    double firstUnfenced(int broker) {
        return firstUnfenced.getOrDefault(broker, Double.NaN);
    }

    /** Returns when the last partition found a leader or lost it. */
    double lastElected() {
        return partitions.values().stream()
                .flatMap(partition -> partition.moves.stream())
                .max(Double::compare)
                .orElse(Double.NaN);
    }

    /** Returns for how long partitions could not be written before {@code end}, summed over all of them. */
    double unwritable(double end) {
        return partitions.values().stream()
                .mapToDouble(partition -> partition.count
                        * partition.stops.entrySet().stream()
                                .filter(stop -> stop.getKey() < end)
                                .mapToDouble(stop -> Math.min(end, stop.getValue()) - stop.getKey())
                                .sum())
                .sum();
    }

    /** Returns when the first fault began, in seconds after the producers began. */
    double origin() {
        return origin;
    }

    /** Returns when controllers became active. */
    List<Double> controllers() {
        return List.copyOf(controllers);
    }

    /** Returns how long partitions had no leader, each time they found one again. */
    List<Double> offline() {
        return List.copyOf(offline);
    }

    /** Returns the acknowledged records that are gone. */
    double lost() {
        return lost;
    }

    /** Returns whether a leader was elected that was neither in sync nor eligible. */
    boolean electedUncleanly() {
        return uncleanly;
    }

    /** Returns who leads at the end. */
    NavigableSet<Integer> leaders() {
        NavigableSet<Integer> result = new TreeSet<>();
        partitions.values().forEach(partition -> result.add(partition.leader instanceof Integer id ? id : -1));
        return result;
    }

    /** Returns whether all replicas of all partitions whose sets ever changed are in sync at the end. */
    boolean allInSync() {
        return partitions.values().stream().allMatch(partition -> ((List<?>) partition.isr).size() == 3);
    }
}
