package dev.brokerfall.real;

import com.google.common.collect.ImmutableSortedSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a controller has decided, in order, in one form for both sides.
 *
 * @param happenings everything, oldest first
 */
record Chronicle(List<Happening> happenings) {

    Chronicle {
        happenings = List.copyOf(happenings);
    }

    /** One decision. */
    sealed interface Happening {

        /** Returns when, in milliseconds. */
        long millis();
    }

    /** A broker has been fenced. */
    record Fenced(long millis, int broker) implements Happening {}

    /** A broker has been unfenced. */
    record Unfenced(long millis, int broker) implements Happening {}

    /** A new incarnation of a broker has been registered. */
    record Registered(long millis, int broker) implements Happening {}

    /** A broker has left the in-sync set of some partitions; {@code isr} and {@code elr} are what they are now. */
    record Shrunk(
            long millis, int partitions, int broker, ImmutableSortedSet<Integer> isr, ImmutableSortedSet<Integer> elr)
            implements Happening {}

    /** Some partitions have got another leader. */
    record Led(long millis, int partitions, int leader, boolean clean) implements Happening {}

    /** Some partitions have lost their leader and found no other. */
    record Leaderless(long millis, int partitions) implements Happening {}

    /** All replicas of all partitions are in sync again. */
    record Recovered(long millis) implements Happening {}

    /** Returns when {@code broker} was fenced first at or after {@code from}. */
    Optional<Long> fenced(int broker, long from) {
        return of(Fenced.class, from, Long.MAX_VALUE)
                .filter(each -> each.broker() == broker)
                .map(Fenced::millis)
                .findFirst();
    }

    /** Returns how often a new incarnation of {@code broker} was registered at or after {@code from}. */
    long registrations(int broker, long from) {
        return of(Registered.class, from, Long.MAX_VALUE)
                .filter(each -> each.broker() == broker)
                .count();
    }

    /** Returns whether everything was in sync at some time at or after {@code from}. */
    boolean recovered(long from) {
        return of(Recovered.class, from, Long.MAX_VALUE).findAny().isPresent();
    }

    /** Returns when partitions lost {@code broker} from their in-sync sets first, at or after {@code from}. */
    Optional<Long> shrunk(int broker, long from) {
        return of(Shrunk.class, from, Long.MAX_VALUE)
                .filter(each -> each.broker() == broker)
                .map(Shrunk::millis)
                .findFirst();
    }

    /** Returns which sets partitions were left with when {@code broker} went, as {@code 12 × isr {1, 2} elr {}}. */
    String setsWithout(int broker, long from, long to) {
        return count(of(Shrunk.class, from, to)
                .filter(each -> each.broker() == broker)
                .collect(Collectors.groupingBy(
                        each -> "isr %s elr %s".formatted(braced(each.isr()), braced(each.elr())),
                        TreeMap::new,
                        Collectors.summingInt(Shrunk::partitions))));
    }

    /** Returns who became leader of how many partitions, as {@code 2 × 1, 2 × 2}. */
    String leaders(long from, long to, Predicate<Led> which) {
        return count(of(Led.class, from, to)
                .filter(which)
                .collect(Collectors.groupingBy(
                        each -> "broker " + each.leader(), TreeMap::new, Collectors.summingInt(Led::partitions))));
    }

    /** Returns how many partitions lost their leader and found no other. */
    int leaderless(long from, long to) {
        return of(Leaderless.class, from, to).mapToInt(Leaderless::partitions).sum();
    }

    private <T extends Happening> Stream<T> of(Class<T> kind, long from, long to) {
        return happenings.stream()
                .filter(each -> from <= each.millis() && each.millis() < to)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private static String count(TreeMap<String, Integer> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(entry -> "%s × %s".formatted(entry.getValue(), entry.getKey()))
                        .collect(Collectors.joining(", "));
    }

    private static String braced(ImmutableSortedSet<Integer> brokers) {
        return brokers.stream().map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
    }
}
