package dev.brokerfall.real;

import dev.brokerfall.real.Finding.Fact;
import dev.brokerfall.real.Finding.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Something that happens to a cluster, told to real brokers step by step and to the simulator by a scenario file. */
interface Story {

    /**
     * The earliest that a silent broker can be fenced: {@code broker.session.timeout.ms} after a heartbeat that was up to
     * {@code broker.heartbeat.interval.ms} ago.
     */
    Duration FENCE_LEAST = Duration.ofSeconds(7);

    /** The latest: the session, and an eighth of it until the controller looks. */
    Duration FENCE_MOST = Duration.ofMillis(10_125);

    /** Returns its name. */
    String name();

    /** Returns the name of the measured scenario that tells it to the simulator. */
    String scenario();

    /** Returns how much the topic is filled with beforehand, in 10⁶ bytes. */
    int fillingMegabytes();

    /** Plays it on real brokers, under load. */
    void play(Stage stage) throws Exception;

    /** Returns what it shows. */
    List<Finding> findings(Played played);

    /** What a story acts on. */
    interface Stage {

        /** Something is broken, however busy the machine, when it takes longer. */
        Duration LONGEST_WAIT = Duration.ofMinutes(5);

        /** Returns the brokers. */
        RealCluster cluster();

        /** Returns the topic that is written to. */
        String topic();

        /** Returns what the controller decides. */
        MetadataLog metadata();

        /** Says that what the timeline calls {@code name} happened at {@code millis}. */
        void mark(String name, long millis);

        /** Waits. */
        default void wait(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }

        /** Waits until something holds in the controller's log. */
        default void await(String what, Predicate<MetadataLog> condition) throws IOException, InterruptedException {
            metadata().await(LONGEST_WAIT, what, () -> condition.test(metadata()));
        }
    }

    /**
     * Waits until every partition has a leader and is fully in sync.
     *
     * <p>An empty last leader may report its new directory only after it was unfenced; from 4.3 on it is then elected when the next
     * broker is unfenced. If it comes to that, {@code other} is restarted.
     */
    static void lead(Stage stage, int other) throws Exception {
        MetadataLog metadata = stage.metadata();
        if (!metadata.holds(Duration.ofSeconds(15), metadata::allLed)) {
            Node node = stage.cluster().broker(other);
            node.stop(60);
            node.start();
        }
        stage.await("full in-sync sets", log -> log.isrFull(RealCluster.PARTITIONS));
    }

    /** Returns until when what a mark led to is looked at: the next mark, but no longer than a silent broker is surely fenced. */
    static long until(Played played, String mark) {
        long at = played.at(mark);
        return played.marks().values().stream()
                .filter(other -> other > at)
                .reduce(at + Duration.ofSeconds(25).toMillis(), Math::min);
    }

    /** Returns what the loss of {@code broker} at {@code mark} shows, as far as it was noticed by its silence. */
    static List<Finding> silence(Played played, String mark, int broker) {
        long at = played.at(mark);
        List<Finding> findings = new ArrayList<>();
        played.chronicle()
                .fenced(broker, at)
                .ifPresent(fenced -> findings.add(new Span(
                        "%s: broker %s fenced after".formatted(mark, broker),
                        at,
                        Duration.ofMillis(fenced - at),
                        FENCE_LEAST,
                        FENCE_MOST)));
        return findings;
    }

    /** Returns who leads and who is in sync after {@code broker} went at {@code mark}. */
    static List<Finding> departure(Played played, String mark, int broker) {
        long from = played.at(mark);
        long to = until(played, mark);
        Chronicle chronicle = played.chronicle();
        List<Finding> findings = new ArrayList<>();
        findings.add(new Fact(
                "%s: sets without broker %s".formatted(mark, broker), chronicle.setsWithout(broker, from, to)));
        findings.add(new Fact("%s: new leaders".formatted(mark), chronicle.leaders(from, to, each -> true)));
        findings.add(new Fact("%s: partitions without a leader".formatted(mark), chronicle.leaderless(from, to)));
        return findings;
    }

    /** Returns what is so in the end. */
    static List<Finding> end(Played played, String lastMark) {
        long from = played.at(lastMark);
        return List.of(
                new Fact(
                        "leaders elected uncleanly",
                        played.chronicle().leaders(0, Long.MAX_VALUE, each -> !each.clean())),
                new Fact("everything in sync again", played.chronicle().recovered(from) ? "yes" : "no"),
                new Fact(
                        "acknowledged data lost",
                        played.loss().extent(),
                        played.loss().words()));
    }
}
