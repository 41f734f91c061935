package dev.brokerfall.measured;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.measured.MeasuredBrokers.Figure;
import dev.brokerfall.measured.MeasuredBrokers.Row;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Streams;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/**
 * A measured story, played over many seeds.
 *
 * @param config what was played
 * @param seen what came of each seed
 */
record Replay(TrialConfig config, List<Observation> seen) {

    static final int SEEDS = 1000;

    private static final Map<String, Replay> PLAYED = new ConcurrentHashMap<>();

    /** Plays a row's scenario; once, however often it is asked for. */
    static Replay of(Row row) {
        return PLAYED.computeIfAbsent(row.scenario(), Replay::play);
    }

    private static Replay play(String name) {
        Scenario scenario = new ScenarioReader()
                .read(Path.of("scenarios", "measured", name + ".yaml"))
                .get(0);
        Catalogue catalogue = Catalogue.standard();
        TrialConfig config = new Composer(catalogue, scenario).compose().get(0).config();
        RandomDuration refresh = catalogue.randomDuration("kafka.clientRefresh");
        return new Replay(
                config,
                LongStream.range(0, SEEDS)
                        .mapToObj(seed -> Observation.of(
                                Trial.journal(config, seed, 0),
                                refresh,
                                new Streams(seed, 0).stream("measuringProducer", "refresh")))
                        .toList());
    }

    /** Returns all values of a figure, ascending: one for each seed, or for each partition of each seed. */
    double[] values(Figure figure) {
        List<Double> values = new ArrayList<>();
        for (Observation one : seen) {
            double from = figure.from().map(one::began).orElse(0.0);
            double to = figure.to().map(one::began).orElse(Double.POSITIVE_INFINITY);
            values.addAll(
                    switch (figure.of()) {
                        case LEADERS_MOVED -> one.leadersMoved();
                        case ISR_SHRUNK -> one.isrShrunk();
                        case PRODUCE_GAP -> one.gaps(from, to);
                        case CONSUME_GAP -> one.consumeGaps();
                        case LONGEST_GAP -> List.of(Collections.max(one.gaps(from, to)));
                        case OFFLINE -> one.offline();
                        case STEP -> List.of(one.began("second"), one.began("third") - one.began("second"));
                        case NEW_CONTROLLER -> one.controllers().subList(0, 1);
                    });
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    /** Returns the lost records of each seed, ascending. */
    double[] lost() {
        return seen.stream().mapToDouble(Observation::lost).sorted().toArray();
    }
}
