package dev.brokerfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kernel.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Which minutes of the clock count as downtime. */
final class FullMinutesTest {

    private static final Cause CRASH = new Cause("nodeCrash", 0);

    private final OutageSpans outages = new OutageSpans(new CauseLedger());

    @ParameterizedTest
    @CsvSource({
        "0, 59_999, 0",
        "0, 60_000, 1",
        "1, 60_000, 0",
        "1, 119_999, 0",
        "1, 120_000, 1",
        "59_999, 60_001, 0",
        "60_000, 180_000, 2"
    })
    void only_those_that_lie_wholly_within(String from, String to, long minutes) {
        assertThat(FullMinutes.within(number(from), number(to))).isEqualTo(minutes);
    }

    private static long number(String text) {
        return Long.parseLong(text.replace("_", ""));
    }

    /** Outages of different services may overlap; each is counted by itself. */
    @ParameterizedTest
    @CsvFileSource(resources = "full-minutes.csv", numLinesToSkip = 1)
    void examples_of_the_rule_hold(String outagesInSeconds, long minutes) {
        long counted = 0;
        for (String span : outagesInSeconds.split(" ", -1)) {
            String[] ends = span.split("-", -1);
            counted += FullMinutes.within(1000 * Long.parseLong(ends[0]), 1000 * Long.parseLong(ends[1]));
        }

        assertThat(counted).isEqualTo(minutes);
    }

    @Test
    void a_minute_that_two_partitions_are_out_for_in_turn_counts() {
        // given one partition out for the first half of a minute and another for the second
        outages.add(60_000, 90_000, CRASH);
        outages.add(90_000, 120_000, new Cause("nodeReboot", 90_000));

        outages.settle();

        // and a minute of which every instant but one second is an outage
        outages.add(180_000, 200_000, CRASH);
        outages.add(201_000, 240_000, CRASH);
        outages.settle();

        assertThat(outages.outages()).isEqualTo(3);
        assertThat(outages.fullMinutes()).isEqualTo(1);
    }
}
