package dev.brokerfall.experiment.sensitivity;

import dev.brokerfall.experiment.Progress;
import dev.brokerfall.metric.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Plays what has to be played, several trials at a time, and nothing twice: equal configurations have equal trials. What comes out does
 * not depend on the number of threads, because trials share nothing and each has its place in its sample.
 */
final class Sampler {

    private final SensitivityPlan plan;
    private final Map<Key, Sample> samples = new HashMap<>();
    private long played;
    private long failed;
    private volatile boolean stopped;

    /** A configuration under certain luck. */
    private record Key(Object config, long firstTrial) {}

    private record Task(Played played, Sample sample, long firstTrial, int trial) {}

    /** What is asked for: a configuration, and the number of its first trial. */
    record Request(Played played, long firstTrial) {}

    Sampler(SensitivityPlan plan) {
        this.plan = plan;
    }

    /**
     * Returns a sample for each request, in order.
     *
     * <p>When the calling thread is interrupted, trials that are being played are finished, and samples that are whole by then are kept; from
     * then on nothing is played any more. The thread's interrupted status is thereby cleared, so that what there is can be written.
     *
     * @throws StoppedException when what is asked for cannot be had any more
     */
    List<Sample> samples(List<Request> requests, Progress progress) {
        if (plan.metric().kind() == Metric.Kind.FIXED) {
            return requests.stream()
                    .map(request ->
                            Sample.exactly(plan.metric(), request.played().fixed()))
                    .toList();
        }
        Map<Key, Request> fresh = new LinkedHashMap<>();
        for (Request request : requests) {
            Key key = key(request);
            if (!samples.containsKey(key)) {
                fresh.putIfAbsent(key, request);
            }
        }
        if (stopped && !fresh.isEmpty()) {
            throw new StoppedException();
        }
        List<Task> tasks = new ArrayList<>();
        fresh.forEach((key, request) -> {
            Sample sample = Sample.of(plan.metric(), plan.yearsCounted(), plan.trials());
            samples.put(key, sample);
            for (int trial = 0; trial < plan.trials(); trial++) {
                tasks.add(new Task(request.played(), sample, request.firstTrial(), trial));
            }
        });
        int done = new Round(tasks, progress).play();
        if (done < tasks.size()) {
            tasks.subList(done, tasks.size()).forEach(task -> samples.values().remove(task.sample()));
            throw new StoppedException();
        }
        return requests.stream().map(request -> taken(key(request))).toList();
    }

    /** Returns whether there is a sample for each request, so that nothing need be played for them. */
    boolean has(List<Request> requests) {
        return plan.metric().kind() == Metric.Kind.FIXED
                || requests.stream().allMatch(request -> samples.containsKey(key(request)));
    }

    private static Key key(Request request) {
        return new Key(request.played().config(), request.firstTrial());
    }

    private Sample taken(Key key) {
        Sample sample = samples.get(key);
        if (sample == null) {
            throw new IllegalStateException("nothing was played for " + key);
        }
        return sample;
    }

    /** Returns how many trials were played so far. */
    long played() {
        return played;
    }

    /** Returns how many of them broke down; they are in no average. */
    long failed() {
        return failed;
    }

    /** Trials that are played together. */
    private final class Round {

        private final List<Task> tasks;
        private final Progress progress;
        private final AtomicLong next = new AtomicLong();
        private long done;
        private volatile @Nullable Throwable broken;

        Round(List<Task> tasks, Progress progress) {
            this.tasks = tasks;
            this.progress = progress;
        }

        /** Plays on until all is played or somebody interrupts, and returns how many tasks are done: the first ones. */
        int play() {
            int threads = Math.min(plan.threads(), tasks.size());
            CountDownLatch over = new CountDownLatch(threads);
            for (int index = 0; index < threads; index++) {
                Thread worker = new Thread(() -> work(over), "sensitivity-" + index);
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
            Throwable reason = broken;
            if (reason != null) {
                throw new IllegalStateException("no further trial can be played: " + reason, reason);
            }
            played += done;
            return (int) done;
        }

        private void work(CountDownLatch over) {
            try {
                // A task that was taken is played, so that those that are played are the first ones.
                while (!stopped && broken == null) {
                    long index = next.getAndIncrement();
                    if (index >= tasks.size()) {
                        return;
                    }
                    play(tasks.get((int) index));
                }
            } catch (Error e) {
                broken = e;
            } finally {
                over.countDown();
            }
        }

        private void play(Task task) {
            boolean whole = true;
            try {
                task.sample.done(task.trial, task.played.trial().apply(task.firstTrial + task.trial));
            } catch (RuntimeException e) {
                // The other trials are as good as before; this one stays empty and is counted.
                whole = false;
            }
            report(whole);
        }

        private synchronized void report(boolean whole) {
            if (!whole) {
                failed++;
            }
            progress.trialsDone(++done, tasks.size());
        }
    }
}
