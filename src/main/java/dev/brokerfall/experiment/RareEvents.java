package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import dev.brokerfall.fault.Biasing;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.WeightedMean;
import dev.brokerfall.world.Excursion;
import dev.brokerfall.world.Exposure;
import dev.brokerfall.world.Fork;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

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
    private final ChainLearning learning;
    private long events;
    private long next;

    /** An interval that is narrow after fewer rounds than this may be so because what is rare among what is rare has not been met. */
    private static final int LEAST_ROUNDS = 3;

    /** No pilot is needed any more once so many chains have reached what is sought. */
    private static final int ENOUGH = 100;

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
        this.learning = new ChainLearning(groups);
    }

    /** Plays until the interval is narrow enough or the budget is used up. */
    public Result estimate() {
        return estimate(so -> {});
    }

    /** Whoever wants to know how far it is. */
    @FunctionalInterface
    public interface Watch {

        /** A round is over; {@code so} far is what those that count have found. */
        void played(Played so);
    }

    /**
     * How far it is.
     *
     * @param chains how many chains have been played
     * @param atMost how many there will be at the most
     * @param soFar what those that count have found
     */
    public record Played(long chains, long atMost, Estimate soFar) {}

    /**
     * Does the same, and tells {@code watch} after every round.
     *
     * @throws java.util.concurrent.CancellationException when the calling thread is interrupted, which is thereby answered
     */
    public Result estimate(Watch watch) {
        WeightedMean inChains = new WeightedMean();
        WeightedMean plain = new WeightedMean();
        if (groups.isEmpty() || config.kafka().isEmpty()) {
            return new Result(inChains, plain, 0);
        }
        for (int round = 0; round < budget.pilots() && learning.reached() < ENOUGH; round++) {
            play().forEach(outcome -> plain.add(outcome.exposure().withoutChain()));
            learning.learn();
            watch.played(played(inChains));
        }
        for (int round = 0; round < budget.rounds(); round++) {
            for (Outcome outcome : play()) {
                plain.add(outcome.exposure().withoutChain());
                inChains.add(outcome.mean());
            }
            learning.learn();
            watch.played(played(inChains));
            if (round + 1 >= LEAST_ROUNDS
                    && inChains.relativeHalfWidth(budget.confidence()) <= budget.relativeHalfWidth()) {
                break;
            }
        }
        return new Result(inChains, plain, events);
    }

    private Played played(WeightedMean inChains) {
        long atMost = (long) (budget.pilots() + budget.rounds()) * budget.trialsPerRound() * budget.forksPerTrial();
        return new Played(next * budget.forksPerTrial(), atMost, inChains.within(budget.confidence()));
    }

    /** One trial and what chains from it came to. */
    private record Outcome(Exposure exposure, List<Began> chains) {

        double mean() {
            return chains.stream()
                    .mapToDouble(began -> began.chain().weighted())
                    .average()
                    .orElse(0);
        }
    }

    /** A chain, and the kind of time in which it began. */
    private record Began(int kind, Excursion chain) {}

    private List<Outcome> play() {
        Biasing biasing = learning.biasing();
        long from = next;
        next += budget.trialsPerRound();
        List<Outcome> outcomes = InOrder.of(threads, budget.trialsPerRound(), index -> play(from + index, biasing));
        for (Outcome outcome : outcomes) {
            outcome.exposure().lengths().keySet().forEach(learning::saw);
            for (Began began : outcome.chains()) {
                events += began.chain().events();
                learning.add(began.kind(), began.chain());
            }
        }
        return outcomes;
    }

    private Outcome play(long trial, Biasing biasing) {
        Exposure exposure = Trial.exposure(config, seed, trial, target);
        ImmutableSortedMap<Integer, Long> lengths = exposure.lengths();
        double total = lengths.keySet().stream().mapToDouble(learning::share).sum();
        Stream luck = new Streams(seed, trial).stream("rareEvents", "forks");
        List<Began> chains = new ArrayList<>();
        for (int fork = 1; fork <= budget.forksPerTrial(); fork++) {
            int kind = kind(lengths.keySet(), luck.uniform() * total);
            long length = Objects.requireNonNull(lengths.get(kind));
            long at = exposure.instant(kind, (long) (luck.uniform() * length));
            double density = learning.share(kind) / total / length;
            chains.add(new Began(
                    kind, Trial.excursion(config, seed, trial, target, new Fork(at, density, fork, biasing))));
        }
        return new Outcome(exposure, chains);
    }

    private int kind(Collection<Integer> kinds, double share) {
        double rest = share;
        int last = Exposure.WELL;
        for (int kind : kinds) {
            last = kind;
            rest -= learning.share(kind);
            if (rest < 0) {
                break;
            }
        }
        return last;
    }
}
