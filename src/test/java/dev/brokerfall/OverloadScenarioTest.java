package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Brokers on an emptyDir of a shared P10 (100 MB/s, 170 on credits): 40 MiB/s are 41.9 MB/s on each disk, 120 MiB/s are 125.8, of which
 * 25.8 are taken from 126 GB of credits: they last for 4,879 s.
 */
final class OverloadScenarioTest {

    private static final double SPENT = 126e3 / (120 * 1.048576 - 100);
    private static final Scenario SCENARIO = new ScenarioReader()
            .read(Path.of("scenarios", "emptydir-overload.yaml"))
            .get(0);

    @Test
    void forty_mebibytes_a_second_are_carried() {
        TrialResult result = play("carried");

        assertThat(result.value(Metric.PRODUCE_HELD_BACK)).isZero();
        assertThat(result.value(Metric.UNDER_REPLICATED)).isZero();
        assertThat(result.value(Metric.CONSUME_STALL)).isZero();
        assertThat(journal("carried")).noneMatch(entry -> entry.type().equals("creditsSpent"));
    }

    @Test
    void producers_that_wait_are_slowed_down_when_the_credits_are_spent_and_no_replica_leaves() {
        List<JournalEntry> journal = journal("paced");

        assertThat(of(journal, "creditsSpent")).hasSize(3).allSatisfy(entry -> {
            assertThat(entry.fields()).containsEntry("from", "170MB/s").containsEntry("to", "100MB/s");
            assertThat(entry.millis() / 1000.0).isCloseTo(SPENT, within(0.01));
        });
        assertThat(of(journal, "producePaced")).hasSize(3).allSatisfy(entry -> {
            assertThat(entry.fields()).containsEntry("percent", "79");
            assertThat(entry.millis() / 1000.0).isCloseTo(SPENT, within(0.01));
        });
        assertThat(of(journal, "isrShrunk")).isEmpty();
        // For the rest of three hours a fifth is held back.
        assertThat(play("paced").value(Metric.PRODUCE_HELD_BACK))
                .isCloseTo((1 - SPENT / 10_800) * (1 - 100 / (120 * 1.048576)), within(1e-4));
    }

    @Test
    void producers_that_do_not_wait_outrun_the_followers_and_consumers_come_to_a_halt() {
        List<JournalEntry> journal = journal("outrun");

        assertThat(of(journal, "producePaced")).isEmpty();
        // Of 100 MB/s a third of 125.8 is written by producers, and two loops that each need as much share the rest.
        assertThat(of(journal, "followerOutrun")).hasSize(6).allSatisfy(entry -> {
            assertThat(entry.millis() / 1000.0).isCloseTo(SPENT, within(0.01));
            assertThat(entry.fields()).containsEntry("percent", "69");
        });
        assertThat(of(journal, "consumeStalled"))
                .allSatisfy(entry -> assertThat(entry.fields()).containsEntry("fault", "overload"));
        double shrunk = of(journal, "isrShrunk").get(0).millis() / 1000.0;
        // replica.lag.time.max.ms is 30 s, and leaders look every 15.
        assertThat(shrunk).isBetween(SPENT + 30, SPENT + 46);
        assertThat(of(journal, "consumeStalled").get(0).millis() / 1000.0).isBetween(SPENT + 30, SPENT + 46);
        TrialResult result = play("outrun");
        assertThat(result.value(Metric.PRODUCE_HELD_BACK)).isZero();
        assertThat(result.value(Metric.UNDER_REPLICATED)).isGreaterThan(0.01);
        assertThat(result.value(Metric.LAST_COPY)).isCloseTo(1 - SPENT / 10_800, within(0.02));
    }

    @Test
    void validate_says_so_with_figures() {
        assertThat(SCENARIO.warnings())
                .extracting(warning -> warning.message())
                .containsOnly("each broker would write 125.8 MB/s to its disk, which carries 100.0 MB/s for good: "
                        + "the cluster sustains 95.4 MiB/s, and burst credits hide it for the first 81 minutes");
    }

    private static TrialResult play(String option) {
        return Trial.play(compose(option).config(), 20261122, 0);
    }

    private static List<JournalEntry> journal(String option) {
        return Trial.journal(compose(option).config(), 20261122, 0);
    }

    private static Composition compose(String option) {
        return new Composer(Catalogue.standard(), SCENARIO)
                .compose().stream()
                        .filter(its -> its.variant().name().equals(option))
                        .findFirst()
                        .orElseThrow();
    }

    private static List<JournalEntry> of(List<JournalEntry> journal, String type) {
        return journal.stream().filter(entry -> entry.type().equals(type)).toList();
    }
}
