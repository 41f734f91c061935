package dev.brokerfall.measured;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;
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
     * @param race what decides how it ends, where that is a race
     * @param did what was done
     * @param repeats how often
     * @param lost the acknowledged records that were lost in each repeat
     * @param acknowledged the records that were acknowledged in each, where any were lost
     * @param leaders who led at the end, numbered from 0
     * @param figures what was measured
     */
    record Row(
            String row,
            String kafka,
            String scenario,
            Optional<String> race,
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
    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    enum What {
        LEADERS_MOVED("leaders moved after"),
        ISR_SHRUNK("in-sync sets shrank after"),
        PRODUCE_GAP("produce gap of a partition"),
        CONSUME_GAP("consumers get nothing new of a partition for"),
        LONGEST_GAP("longest produce gap of all partitions"),
        OFFLINE("without a leader for"),
        STEP("a step took"),
        NEW_CONTROLLER("new controller after");

        private final String words;

        What(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** What decides a figure. */
    @EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
    enum Nature {
        PREDICTED,
        ROUNDED,
        INPUT,
        MACHINE
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
