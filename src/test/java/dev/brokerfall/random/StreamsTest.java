package dev.brokerfall.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class StreamsTest {

    @Test
    void a_stream_depends_on_its_name_and_not_on_what_was_asked_before() {
        double alone = new Streams(1, 2).stream("node", "a", 0, "crash").uniform();

        Streams streams = new Streams(1, 2);
        streams.stream("node", "a", 1, "crash").uniform();
        streams.stream("zone", "a").uniform();

        assertThat(streams.stream("node", "a", 0, "crash").uniform()).isEqualTo(alone);
    }

    @Test
    void a_stream_asked_for_twice_begins_at_its_beginning() {
        Streams streams = new Streams(1, 2);
        Stream first = streams.stream("x");
        first.uniform();

        assertThat(streams.stream("x").uniform())
                .isEqualTo(new Streams(1, 2).stream("x").uniform());
    }

    @Test
    void seed_trial_and_every_part_of_the_name_make_another_stream() {
        Set<Double> firsts = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (long trial = 0; trial < 10; trial++) {
                Streams streams = new Streams(seed, trial);
                firsts.add(streams.stream("node", 1, "crash").uniform());
                firsts.add(streams.stream("node", 1, "freeze").uniform());
                firsts.add(streams.stream("node", 11, "crash").uniform());
                firsts.add(streams.stream("node1", "crash").uniform());
            }
        }
        assertThat(firsts).hasSize(400);
    }

    @Test
    void draws_are_uniform_within_and_across_streams() {
        // 100,000 draws: the mean's deviation is sqrt(1/12/100,000) = 0.00091; 4 of them are 0.0037.
        Stream one = new Streams(7, 0).stream("one");
        double within = 0;
        double across = 0;
        int low = 0;
        for (int i = 0; i < 100_000; i++) {
            double uniform = one.uniform();
            assertThat(uniform).isStrictlyBetween(0.0, 1.0);
            within += uniform;
            double first = new Streams(7, i).stream("one").uniform();
            across += first;
            low += first < 0.1 ? 1 : 0;
        }
        assertThat(within / 100_000).isBetween(0.4963, 0.5037);
        assertThat(across / 100_000).isBetween(0.4963, 0.5037);
        assertThat(low).isBetween(9_620, 10_380); // 10,000 ± 4 × sqrt(100,000 × 0.1 × 0.9) = ± 380
    }

    @Test
    void an_index_stays_below_its_bound() {
        Stream stream = new Streams(3, 4).stream("index");
        int[] counts = new int[3];
        for (int i = 0; i < 30_000; i++) {
            counts[stream.index(3)]++;
        }
        // 10,000 ± 4 × sqrt(30,000 × 1/3 × 2/3) = ± 327
        assertThat(Arrays.stream(counts)).allMatch(count -> count > 9_673 && count < 10_327);
    }

    @Test
    void a_trial_goes_on_in_many_ways_from_the_same_past() {
        // Given two trials with the same luck so far
        Streams one = new Streams(7, 3);
        Streams other = new Streams(7, 3);
        Stream first = one.stream("node", 1, "crash");
        Stream second = other.stream("node", 1, "crash");
        assertThat(first.uniform()).isEqualTo(second.uniform());

        // When they go on, the first time alike and the second time not
        one.goOn(1);
        other.goOn(1);
        double alike = first.uniform();
        assertThat(alike).isEqualTo(second.uniform());
        assertThat(one.stream("later").uniform())
                .isEqualTo(other.stream("later").uniform())
                .isNotEqualTo(new Streams(7, 3).stream("later").uniform());
        other.goOn(2);

        // Then
        assertThat(second.uniform()).isNotEqualTo(alike);
    }
}
