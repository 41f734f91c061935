package dev.brokerfall.experiment;

import com.google.common.primitives.Ints;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Proportion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays every trial of every option, several at a time. Trial k of all options is played before trial k + 1 of any, so that what is
 * finished when somebody interrupts can be compared. What comes out does not depend on the number of threads: trials share nothing,
 * and are folded in order of trial once all are played. Where the experiment stops by itself, it looks whether it may after numbers of
 * trials that are fixed beforehand.
 */
public final class Experiment {

    /** The confidence at which plain trials overrule chains of faults. */
    private static final double BEYOND_DOUBT = 0.999;

    private final ExperimentPlan plan;
    private final TrialPlayer player;
    private final Progress progress;
    private final Optional<RareLosses> rare;
    private final List<TrialTable> tables;
    private final List<FailedTrial> failures = new ArrayList<>();
    private final AtomicLong next = new AtomicLong();

    /** One past the last task that may be played before the next look. */
    private volatile long tasks;

    private long expected;
    private long done;
    private volatile boolean stopped;
    private volatile @Nullable Throwable broken;

    private Experiment(ExperimentPlan plan, TrialPlayer player, Optional<RareLosses> rare, Progress progress) {
        this.rare = rare;
        this.plan = plan;
        this.player = player;
        this.progress = progress;
        tables = plan.variants().stream()
                .map(variant -> new TrialTable(0, plan.years()))
                .toList();
    }

    /**
     * Plays {@code plan} and says what comes out.
     *
     * <p>A trial that breaks down is recorded and counted, and is in no average. When the calling thread is interrupted, trials that
     * are being played are finished, the rest is left out, and the result says that it is not complete; the interruption is thereby
     * answered and the thread's interrupted status is clear, so that the result can be written.
     *
     * @throws IllegalStateException when a trial fails in a way that no other trial can be expected to survive, such as for want of
     *     memory
     */
    public static ExperimentRun run(ExperimentPlan plan, TrialPlayer player, Progress progress) {
        return new Experiment(plan, player, Optional.empty(), progress).run();
    }

    /** Does the same, and where plain trials see too few losses has {@code rare} estimate how probable one is. */
    public static ExperimentRun run(ExperimentPlan plan, TrialPlayer player, RareLosses rare, Progress progress) {
        return new Experiment(plan, player, Optional.of(rare), progress).run();
    }

    /** Whoever can estimate how probable a loss is that plain trials hardly ever see. */
    public interface RareLosses {

        /** Estimates it for the variant with this index in the plan; the answer depends on that and on the budget alone. */
        RareEvents.Result of(int option, RareEvents.Budget budget);

        /** Does the same and tells {@code watch} how far it is. */
        default RareEvents.Result of(int option, RareEvents.Budget budget, RareEvents.Watch watch) {
            return of(option, budget);
        }

        /** Returns whether a trial of that variant loses something in no chain of faults, which the estimate then leaves out. */
        boolean losesOutsideChains(int option, int trial);
    }

    /** Returns what chains of faults say, by variant, where too few plain trials lost anything. */
    private Map<Integer, RareLoss> rareLosses() {
        Map<Integer, RareLoss> found = new TreeMap<>();
        for (int option = 0; option < tables.size() && rare.isPresent() && !stopped; option++) {
            int index = option;
            try {
                rareLoss(index, rare.get()).ifPresent(loss -> found.put(index, loss));
            } catch (CancellationException e) {
                stopped = true;
            } catch (RuntimeException e) {
                if (!Thread.interrupted()) {
                    throw e;
                }
                stopped = true;
            }
        }
        return found;
    }

    private Optional<RareLoss> rareLoss(int option, RareLosses losses) {
        TrialTable table = tables.get(option);
        int[] lost = IntStream.range(0, table.trials())
                .filter(trial -> table.value(Metric.DATA_LOSS_PROBABILITY, trial) > 0)
                .toArray();
        if (lost.length >= RareLoss.ENOUGH_LOSSES
                || IntStream.of(lost).anyMatch(trial -> losses.losesOutsideChains(option, trial))) {
            return Optional.empty();
        }
        double seen = new Proportion(lost.length, table.count(TrialTable.Status.DONE))
                .within(BEYOND_DOUBT)
                .lower();
        String name = plan.variants().get(option).name();
        // Chains that leave out the way in which plain trials were lost are no better than those.
        return RareLoss.budget(table.trials(), plan.confidence())
                .map(budget -> losses.of(option, budget, so -> progress.chainsPlayed(name, so)))
                .flatMap(result -> RareLoss.of(result, table.trials(), plan.confidence()))
                .filter(loss -> loss.perTrial().map(Estimate::upper).orElse(1.0) >= seen);
    }

    private ExperimentRun run() {
        List<Long> looks = plan.stopping().map(Stopping::looks).orElse(List.of(plan.trials()));
        expect(looks.get(0));
        Optional<StoppingResult> stopping = Optional.empty();
        for (long look : looks) {
            playUntil(look);
            stopping = stopped ? Optional.empty() : plan.stopping().map(this::look);
            if (stopped || stopping.map(StoppingResult::reached).orElse(true)) {
                break;
            }
        }
        Map<Integer, RareLoss> rareLosses = rareLosses();
        boolean complete = !stopped && tables.stream().allMatch(table -> table.count(TrialTable.Status.MISSING) == 0);
        List<FailedTrial> ordered = failures.stream()
                .sorted(Comparator.comparing((FailedTrial failure) -> indexOf(failure.option()))
                        .thenComparing(FailedTrial::trial))
                .toList();
        long events = tables.stream().flatMapToLong(Experiment::events).sum();
        return new ExperimentRun(
                new Evaluation(plan, tables, rareLosses).result(ordered, complete, events, stopping), tables);
    }

    private int indexOf(String variant) {
        return IntStream.range(0, plan.variants().size())
                .filter(index -> plan.variants().get(index).name().equals(variant))
                .findFirst()
                .orElseThrow();
    }

    private static LongStream events(TrialTable table) {
        return IntStream.range(0, table.trials()).mapToLong(table::events);
    }

    private StoppingResult look(Stopping rule) {
        Stops stops = new Stops(plan, rule, tables);
        StoppingResult now = stops.look();
        now.widest().ifPresent(progress::looked);
        if (!now.reached()) {
            expect(Math.max(now.trials() + 1, stops.expected(now)));
        }
        return now;
    }

    private synchronized void expect(long trials) {
        expected = trials * plan.variants().size();
    }

    /** Plays every trial below number {@code trials} that has not been played. */
    private void playUntil(long trials) {
        tables.forEach(table -> table.grow(Ints.checkedCast(trials)));
        long from = tasks;
        tasks = trials * plan.variants().size();
        next.set(from);
        playAll((int) Math.min(plan.threads(), tasks - from));
        Throwable reason = broken;
        if (reason != null) {
            throw new IllegalStateException("the experiment cannot go on: " + reason, reason);
        }
    }

    private void playAll(int threads) {
        CountDownLatch over = new CountDownLatch(threads);
        for (int index = 0; index < threads; index++) {
            Thread worker = new Thread(() -> work(over), "trials-" + index);
            worker.setDaemon(true);
            worker.start();
        }
        boolean waiting = true;
        while (waiting) {
            try {
                over.await();
                waiting = false;
            } catch (InterruptedException e) {
                stopped = true;
            }
        }
    }

    private void work(CountDownLatch over) {
        try {
            for (long task = next.getAndIncrement(); task < tasks && !stopped; task = next.getAndIncrement()) {
                int variants = plan.variants().size();
                play((int) (task % variants), (int) (task / variants));
            }
        } catch (Error e) {
            broken = e;
            stopped = true;
        } finally {
            over.countDown();
        }
    }

    private void play(int option, int trial) {
        try {
            tables.get(option).done(trial, player.play(option, trial));
        } catch (RuntimeException e) {
            // Whatever broke, the other trials are as good as before; this one is reported with what it takes to play
            // it again.
            tables.get(option).failed(trial);
            note(new FailedTrial(plan.variants().get(option).name(), trial, plan.seed(), e.toString()));
        }
        report();
    }

    private synchronized void note(FailedTrial failure) {
        failures.add(failure);
    }

    private synchronized void report() {
        progress.trialsDone(++done, expected);
    }
}
