package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.LogDirectory.EMPTY;
import static dev.brokerfall.kafka.LogDirectory.INTACT;
import static dev.brokerfall.kafka.Story.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kafka.ControllerConfig.Quorum;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Controllers that are missing or empty. The numbers are those of {@code docs/kafka-assertions.md}; the cluster is that of {@link
 * SessionAssertionsTest}, with the controllers 100, 101 and 102.
 */
final class ControllerAssertionsTest {

    @Test
    @DisplayName(
            "#35 one controller of three may be missing; without two nothing is decided, but leaders go on serving")
    void a_majority_decides() {
        Story one = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .killController(100)
                .runFor(15);
        assertThat(one.cluster.controllerActive()).isTrue();
        one.kill(0).runFor(12);
        assertThat(one.inNoIsr(0)).as("fenced").isTrue();
        assertThat(one.ledBy(0)).as("elections").isEmpty();
        one.start(INTACT, 0).runUntil(one.cluster::isrFull, 30);
        assertThat(one.happened("brokerRegistered 0")).as("registrations").isTrue();

        Story two = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .killController(100, 101)
                .runFor(60);
        assertThat(two.happened("quorumLost")).isTrue();
        assertThat(two.cluster.controllerActive()).isFalse();
        assertThat(two.allWritable()).as("leaders serve").isTrue();
        List<Cohort> led = two.ledBy(0);
        two.kill(0).runFor(60).start(INTACT, 0).runFor(60);
        assertThat(two.journal)
                .as("no fencing, no election, no change of in-sync sets, no registration")
                .noneMatch(entry ->
                        entry.matches("\\d+ (brokerFenced|leaderElected|isrShrunk|isrExpanded|brokerRegistered).*"));
        assertThat(two.ledBy(0)).isEqualTo(led);
        // Whether it is fenced or asks again first is a matter of phases; it asks every 2 s once its old session is
        // over.
        two.startController(INTACT, 100).runUntil(two::allWritable, 60).runFor(3);
        assertThat(two.happened("brokerRegistered 0"))
                .as("with two again all of it happens")
                .isTrue();

        // Broker 0 is back in sync and waits for the next preferred election, which falls due without a controller.
        Story preferred = Setup.of(Semantics.KAFKA_4_3).story().runFor(100).stop(0);
        preferred.runUntil(() -> preferred.exited.contains(0), 30).start(INTACT, 0);
        preferred.runUntil(preferred.cluster::isrFull, 60);
        assertThat(preferred.ledBy(0)).isEmpty();
        preferred.journal.clear();
        preferred.killController(100, 101).runFor(310);
        assertThat(preferred.happened("leaderElected"))
                .as("nor is leadership given back")
                .isFalse();
        preferred.startController(INTACT, 100).runFor(330);
        assertThat(preferred.ledBy(0)).as("until a controller looks after it").isNotEmpty();
    }

    @Test
    @DisplayName("#36 static quorum: one wiped controller votes again silently, and nothing is lost")
    void one_wiped_voter_of_a_static_quorum() {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .killController(100)
                .runFor(15);

        story.startController(EMPTY, 100).runFor(30).killController(101).runFor(30);

        assertThat(story.cluster.controllerActive())
                .as("it makes the majority with 102")
                .isTrue();
        assertThat(story.happened("metadataLost")).isFalse();
        assertThat(story.happened("quorumLost")).isFalse();
        story.kill(0).runFor(12).start(INTACT, 0).runUntil(story.cluster::isrFull, 30);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    @DisplayName("#37 static quorum: two wiped controllers that start while the third is down lose the metadata")
    void two_wiped_voters_of_a_static_quorum() {
        Story lost = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .killController(100, 101, 102)
                .runFor(30);
        lost.startController(EMPTY, 100, 101).runFor(60);
        assertThat(lost.happened("metadataLost")).isTrue();
        assertThat(lost.cluster.controllerActive()).as("a quorum of the empty").isTrue();
        lost.startController(INTACT, 102).runFor(60);
        assertThat(lost.noLeaders()).as("the third comes too late").isTrue();

        Story kept = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .killController(100, 101)
                .runFor(30);
        kept.startController(EMPTY, 100, 101).runFor(60);
        assertThat(kept.happened("metadataLost"))
                .as("while the third runs it leads")
                .isFalse();
        assertThat(kept.cluster.controllerActive()).isTrue();
        assertThat(kept.allWritable()).isTrue();
    }

    @Test
    @DisplayName("#38 dynamic quorum: with two of three wiped there is no quorum, and nothing is lost silently")
    void two_wiped_voters_of_a_dynamic_quorum() {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .quorum(Quorum.DYNAMIC)
                .story()
                .runFor(100)
                .killController(100, 101)
                .runFor(30);

        story.startController(EMPTY, 100, 101).runFor(600);

        assertThat(story.cluster.controllerActive()).isFalse();
        assertThat(story.happened("metadataLost")).isFalse();
        assertThat(story.allWritable()).isTrue();

        Story all = Setup.of(Semantics.KAFKA_4_3)
                .quorum(Quorum.DYNAMIC)
                .story()
                .runFor(100)
                .killController(100, 101, 102)
                .runFor(30);
        all.startController(EMPTY, 100, 101).runFor(600);
        assertThat(all.happened("metadataLost"))
                .as("nor while the third is down")
                .isFalse();

        Story led = Setup.of(Semantics.KAFKA_4_3)
                .quorum(Quorum.DYNAMIC)
                .story()
                .runFor(100)
                .killController(100, 101)
                .runFor(30);
        led.startController(EMPTY, 100).runFor(1);
        led.startController(INTACT, 101).runFor(60);
        assertThat(led.cluster.isActiveController(100))
                .as("a wiped leader of old leads nobody")
                .isFalse();
        assertThat(led.happened("controllerElected 10")).isTrue();
        assertThat(led.cluster.controllerActive()).isTrue();
        led.killController(102).runFor(60);
        assertThat(led.cluster.controllerActive())
                .as("and does not make up a majority")
                .isFalse();
    }

    @Test
    @DisplayName("#39 lost metadata with intact disks: topics are gone, logs are moved aside and not deleted")
    void stray_logs() {
        Story story = Setup.of(Semantics.KAFKA_4_3).story().runFor(100);
        List<Cohort> cohorts = story.cluster.cohorts();
        story.killController(100, 101, 102)
                .runFor(30)
                .startController(EMPTY, 100, 101)
                .runFor(60);
        double lostAt = story.secondsOf("metadataLost");
        List<Double> ends = cohorts.stream().map(cohort -> end(cohort, 0)).toList();

        assertThat(story.noLeaders()).isTrue();
        assertThat(cohorts).noneMatch(Cohort::readable).noneMatch(Cohort::writable);
        assertThat(story.allSecondsOf("stranded 100000000"))
                .as("all that retention keeps is out of reach")
                .hasSameSizeAs(cohorts)
                .allMatch(at -> at == lostAt);
        assertThat(story.recordsLost).as("but deleted is none").isZero();
        for (int broker = 0; broker < 3; broker++) {
            story.kill(broker).runFor(15).start(INTACT, broker).runFor(60);
        }
        assertThat(story.noLeaders()).as("restarts bring no topic back").isTrue();
        assertThat(cohorts).extracting(cohort -> end(cohort, 0)).isEqualTo(ends);
        assertThat(story.recordsLost).isZero();
    }

    @Test
    @DisplayName(
            "#51 without an active controller a dead broker stays in sync: acks=all stalls and its leaderships stay with it")
    void nobody_fences_without_a_controller() {
        Story story = Setup.of(Semantics.KAFKA_4_3)
                .story()
                .runFor(100)
                .killController(100, 101)
                .runFor(10);
        List<Cohort> led = story.ledBy(2);

        story.kill(2).runFor(300);

        assertThat(story.isrIs(0, 1, 2)).isTrue();
        assertThat(story.noneWritable()).isTrue();
        assertThat(story.ledBy(2)).isNotEmpty().isEqualTo(led).noneMatch(Cohort::readable);
        assertThat(story.notLedBy(2)).allMatch(Cohort::readable);

        Story acks1 = Setup.of(Semantics.KAFKA_4_3).topic(2, Acks.ONE).story().runFor(100);
        acks1.killController(100, 101).runFor(10).kill(2).runFor(300);
        assertThat(acks1.notLedBy(2)).as("acks=1 asks only the leader").allMatch(Cohort::writable);
        assertThat(acks1.ledBy(2)).noneMatch(Cohort::writable);

        Story controlled =
                Setup.of(Semantics.KAFKA_4_3).story().runFor(110).kill(2).runFor(11);
        assertThat(controlled.isrIs(0, 1)).as("with a controller it is fenced").isTrue();
        assertThat(controlled.allWritable()).isTrue();
    }
}
