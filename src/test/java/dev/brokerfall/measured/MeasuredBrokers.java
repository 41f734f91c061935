package dev.brokerfall.measured;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measurements of real brokers.
 *
 * @param date when they were made
 * @param machine on what
 * @param cluster the cluster they were made with
 * @param rows one for each story
 */
record MeasuredBrokers(String date, String machine, String cluster, List<Row> rows) {

    /**
     * A story.
     *
     * @param row its name
     * @param kafka the version of Kafka
     * @param scenario the file with the same story for the simulator
     * @param did what was done
     * @param repeats how often
     * @param lost the acknowledged records that were lost in each repeat
     * @param acknowledged the records that were acknowledged in each, where any were lost
     * @param leaders who led at the end, numbered from 0; empty where that was a race
     * @param figures what was measured
     */
    record Row(
            String row,
            String kafka,
            String scenario,
            String did,
            int repeats,
            List<Long> lost,
            Optional<List<Long>> acknowledged,
            List<Integer> leaders,
            List<Figure> figures) {

        @Override
        public String toString() {
            return row + " (" + kafka + ")";
        }
    }

    /**
     * A figure, over all repeats, in seconds.
     *
     * @param of what it is a figure of
     * @param from the entry of the timeline at which it begins; the first, when left out
     * @param to the entry before which it begins; the end, when left out
     */
    record Figure(What of, Optional<String> from, Optional<String> to, double least, double most, Nature nature) {}

    /** What was measured. */
    enum What {
        leadersMoved("leaders moved after"),
        isrShrunk("in-sync sets shrank after"),
        produceGap("produce gap of a partition"),
        offline("without a leader"),
        step("step"),
        newController("new controller after");

        private final String words;

        What(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What decides a figure. */
    enum Nature {
        predicted,
        input,
        machine
    }

    static MeasuredBrokers read() {
        try (InputStream file = MeasuredBrokers.class.getResourceAsStream("measured-brokers.yaml")) {
            Object tree = new Load(LoadSettings.builder().build()).loadFromInputStream(file);
            return new JsonMapper().convertValue(tree, MeasuredBrokers.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
