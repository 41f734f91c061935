package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What hours and topics make of the same outage, as the timelines of {@code scenarios/daily-peak.yaml} tell it. */
final class WorkloadScenariosTest {

    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    /** The disk is back after so long. */
    private static final long AWAY = 90 * MINUTE;

    /**
     * Two thirds of all partitions are led by the other brokers and go on: 10.0 MB/s from 0:00 and 7.4 from 1:00, which makes 33 GB. The
     * disk writes 60 MB/s: of the 62.5 that are offered with what the broker leads itself 57.6 are of what is missing, while 4.8 are
     * added: 10.3 minutes.
     */
    @Test
    void at_night_ten_minutes_bring_back_what_an_hour_and_a_half_missed() throws Exception {
        List<JournalEntry> journal = journal("standard-ssd-at-night", "");

        assertThat(inSync(journal) - 48 * HOUR - AWAY).isBetween(10 * MINUTE, 11 * MINUTE);
    }

    @Test
    void at_noon_it_takes_hours_in_which_producers_are_held_back() throws Exception {
        List<JournalEntry> journal = journal("standard-ssd-at-noon", "");

        assertThat(inSync(journal) - 59 * HOUR - AWAY).isBetween(3 * HOUR, 4 * HOUR);
        assertThat(of(journal, "producePaced"))
                .as("by a third, hour by hour, until all is in sync")
                .anySatisfy(entry -> assertThat(String.valueOf(entry.fields().get("percent")))
                        .isEqualTo("68"))
                .allSatisfy(entry -> assertThat(entry.millis()).isBetween(59 * HOUR + AWAY, inSync(journal)));
    }

    @Test
    void on_a_faster_disk_noon_takes_minutes_too() throws Exception {
        assertThat(inSync(journal("premium-at-noon", "")) - 59 * HOUR - AWAY).isLessThan(20 * MINUTE);
    }

    @Test
    void consumers_that_were_away_say_when_they_are_there_again() throws Exception {
        // given: a group that is away on Monday from 2:00 to 4:00, while about 7 MB/s are written
        List<JournalEntry> journal =
                journal("premium-at-night", "- {at: 2h, consumerOutage: {groups: 1, for: 2h}}\n    ");

        // then: 2 hours of 7 MB/s are 50 GB, of which three brokers send 100 MB/s each
        assertThat(of(journal, "consumersStopped").get(0).millis()).isEqualTo(2 * HOUR);
        assertThat(of(journal, "consumersBack").get(0).millis()).isEqualTo(4 * HOUR);
        assertThat(of(journal, "consumersCaughtUp").get(0).millis() - 4 * HOUR).isBetween(2 * MINUTE, 5 * MINUTE);
    }

    private static long inSync(List<JournalEntry> journal) {
        return of(journal, "recoveryDone").get(0).millis();
    }

    private static List<JournalEntry> of(List<JournalEntry> journal, String type) {
        return journal.stream().filter(entry -> entry.type().equals(type)).toList();
    }

    /** Returns the timeline of an option with further events before its own. */
    private static List<JournalEntry> journal(String option, String events) throws Exception {
        Path file = Path.of("scenarios/daily-peak.yaml");
        String text = Files.readString(file)
                .replace("      retention: 6h\n", "      retention: 6h\n      consumerGroups: 2\n")
                .replace("- {id: away", events + "- {id: away")
                .replace("spec.timeline[0]", "spec.timeline[away]");
        Scenario scenario = new ScenarioReader()
                .read(file.toString(), text, Path.of("scenarios"))
                .get(0);
        Composition composition = new Composer(Catalogue.standard(), scenario)
                .compose().stream()
                        .filter(its -> its.variant().name().equals(option))
                        .findFirst()
                        .orElseThrow();
        return Trial.journal(composition.config(), 20261122, 0);
    }
}
