package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.brokerfall.fault.Biasing;
import dev.brokerfall.kafka.TopicConfig;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.WeightedMean;
import dev.brokerfall.world.Excursion;
import dev.brokerfall.world.Exposure;
import dev.brokerfall.world.Fork;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Estimates how probable it is within one trial that something happens which plain trials hardly ever see. docs/rare-events.md has the
 * mathematics.
 *
 * <p>Each of many trials is played as it goes of itself, to learn where it is weak, and then again some times to an instant drawn at
 * random, where a chain of faults is begun and drawn otherwise than by nature. A few rounds of that find out which faults lead to what
 * is sought; only what later rounds find is counted, so that nothing is counted that was chosen by itself.
 */
public final class RareEvents {

    private final TrialConfig config;
    private final long seed;
    private final RareTarget target;
    private final Budget budget;
    private final int threads;
    private final ImmutableSortedSet<String> groups;
    private final double strength;
    private Map<String, Double> first;
    private Map<String, Double> later;
    private double logScale = StrictMath.log(MILLIS_PER_HOUR);
    private long chains;
    private long events;
    private long next;

    /** What a chain is taken to last before any has been seen. */
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /**
     * The time scale of the drawing beside the geometric mean of chains. With this and a strength of as many faults as there are copies
     * the second moment is near its least for groups of 3, 4 and 5 whose repairs are exponential (docs/rare-events.md).
     */
    private static final double SCALE = 7;

    /** So much of the drawing goes evenly to all kinds of faults, however few of them have been seen to matter. */
    private static final double EVENLY = 0.1;

    /**
     * How much is played at most.
     *
     * @param pilots how many rounds only learn
     * @param rounds how many rounds are counted at most; it ends after the first with which the interval is narrow enough
     * @param trialsPerRound how many trials a round plays
     * @param forksPerTrial how often each is left for a chain
     * @param relativeHalfWidth how narrow the interval shall be, as a share of the estimate
     * @param confidence the confidence of that interval
     */
    public record Budget(
            int pilots,
            int rounds,
            int trialsPerRound,
            int forksPerTrial,
            double relativeHalfWidth,
            double confidence) {}

    /**
     * What came out, per trial.
     *
     * @param chains what chains of faults contribute
     * @param plain what trials as they go of themselves showed outside chains
     * @param events how many events were handled for it
     */
    public record Result(WeightedMean chains, WeightedMean plain, long events) {}

    /** Prepares the estimate; the number of threads has no influence on it. */
    public RareEvents(TrialConfig config, long seed, RareTarget target, Budget budget, int threads) {
        this.config = config;
        this.seed = seed;
        this.target = target;
        this.budget = budget;
        this.threads = threads;
        this.groups = config.faults().stream()
                .filter(fault -> fault.interarrival().seconds().hasHazard())
                .flatMap(fault -> fault.groups().stream())
                .collect(ImmutableSortedSet.toImmutableSortedSet(java.util.Comparator.naturalOrder()));
        this.strength = config.kafka().stream()
                .flatMap(kafka -> kafka.topics().stream())
                .mapToInt(TopicConfig::replicationFactor)
                .max()
                .orElse(1);
        this.first = evenly();
        this.later = evenly();
    }

    private Map<String, Double> evenly() {
        Map<String, Double> weights = new TreeMap<>();
        groups.forEach(group -> weights.put(group, 1.0 / groups.size()));
        return weights;
    }

    /** Plays until the interval is narrow enough or the budget is used up. */
    public Result estimate() {
        WeightedMean inChains = new WeightedMean();
        WeightedMean plain = new WeightedMean();
        if (groups.isEmpty() || config.kafka().isEmpty()) {
            return new Result(inChains, plain, 0);
        }
        for (int round = 0; round < budget.pilots(); round++) {
            Round played = play();
            learn(played);
            played.outcomes().forEach(outcome -> plain.add(outcome.exposure().withoutChain()));
        }
        for (int round = 0; round < budget.rounds(); round++) {
            for (Outcome outcome : play().outcomes()) {
                plain.add(outcome.exposure().withoutChain());
                inChains.add(outcome.mean());
            }
            if (inChains.relativeHalfWidth(budget.confidence()) <= budget.relativeHalfWidth()) {
                break;
            }
        }
        return new Result(inChains, plain, events);
    }

    /** One trial and what chains from it came to. */
    private record Outcome(Exposure exposure, List<Excursion> excursions) {

        double mean() {
            return excursions.stream()
                    .mapToDouble(Excursion::weighted)
                    .average()
                    .orElse(0);
        }
    }

    private record Round(List<Outcome> outcomes) {}

    private Round play() {
        Biasing biasing = new Biasing(
                ImmutableMap.copyOf(first), ImmutableMap.copyOf(later), strength, SCALE * StrictMath.exp(logScale));
        long from = next;
        next += budget.trialsPerRound();
        List<Outcome> outcomes = InOrder.of(threads, budget.trialsPerRound(), index -> play(from + index, biasing));
        for (Outcome outcome : outcomes) {
            outcome.excursions().forEach(each -> events += each.events());
        }
        return new Round(outcomes);
    }

    private Outcome play(long trial, Biasing biasing) {
        Exposure exposure = Trial.exposure(config, seed, trial, target);
        Stream luck = new Streams(seed, trial).stream("rareEvents", "forks");
        List<Excursion> excursions = new ArrayList<>();
        for (int fork = 1; fork <= budget.forksPerTrial(); fork++) {
            long at = exposure.instant(luck.uniform());
            excursions.add(
                    Trial.excursion(config, seed, trial, target, new Fork(at, exposure.density(at), fork, biasing)));
        }
        return new Outcome(exposure, excursions);
    }

    /** Draws faults from now on as often as they had weight in what was found so far (the cross-entropy method), but for a part. */
    private void learn(Round round) {
        double logLengths = 0;
        long seen = 0;
        Map<String, Double> begun = new TreeMap<>();
        Map<String, Double> followed = new TreeMap<>();
        for (Outcome outcome : round.outcomes()) {
            seen += outcome.exposure().chains();
            logLengths += outcome.exposure().logLengths();
            for (Excursion each : outcome.excursions()) {
                for (int place = 0; each.weighted() > 0 && place < each.path().size(); place++) {
                    (place == 0 ? begun : followed).merge(each.path().get(place), each.weighted(), Double::sum);
                }
            }
        }
        if (seen > 0) {
            logScale = (logScale * chains + logLengths) / (chains + seen);
            chains += seen;
        }
        first = mixed(begun, first);
        later = mixed(followed, later);
    }

    private Map<String, Double> mixed(Map<String, Double> found, Map<String, Double> before) {
        double total = found.values().stream().mapToDouble(Double::doubleValue).sum();
        if (total == 0) {
            return before;
        }
        Map<String, Double> weights = new TreeMap<>();
        groups.forEach(group ->
                weights.put(group, EVENLY / groups.size() + (1 - EVENLY) * found.getOrDefault(group, 0.0) / total));
        return weights;
    }
}
