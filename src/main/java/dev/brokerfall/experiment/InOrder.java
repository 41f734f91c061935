package dev.brokerfall.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Works out many things, several at a time, and hands them back in order. */
final class InOrder {

    private InOrder() {}

    /**
     * Returns what {@code task} makes of 0 … {@code count} - 1.
     *
     * @throws CancellationException when the calling thread is interrupted, which is thereby answered
     */
    static <T> List<T> of(int threads, int count, IntFunction<T> task) {
        ExecutorService workers = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "rare-events");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<T>> calls = new ArrayList<>();
            for (int index = 0; index < count; index++) {
                int number = index;
                calls.add(() -> task.apply(number));
            }
            List<T> done = new ArrayList<>();
            for (Future<T> future : workers.invokeAll(calls)) {
                done.add(future.get());
            }
            return done;
        } catch (InterruptedException e) {
            throw (CancellationException) new CancellationException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }
}
