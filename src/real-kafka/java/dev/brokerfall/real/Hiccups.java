package dev.brokerfall.real;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * How late this machine wakes a thread that only sleeps. Brokers and controller wait for the same processors, so that their heartbeats
 * and checks are late too when this is.
 */
final class Hiccups {

    private static final long NAP_MS = 10;
    private static final long WORTH_NOTING_MS = 10;

    private final ConcurrentSkipListMap<Long, Long> late = new ConcurrentSkipListMap<>();

    private Hiccups() {}

    /** Begins to watch, for as long as the process lives. */
    static Hiccups watch() {
        Hiccups hiccups = new Hiccups();
        Thread sleeper = new Thread(hiccups::nap, "hiccups");
        sleeper.setDaemon(true);
        sleeper.start();
        return hiccups;
    }

    private void nap() {
        try {
            long before = System.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(NAP_MS);
                long after = System.nanoTime();
                long tooLong = (after - before) / 1_000_000 - NAP_MS;
                if (tooLong > WORTH_NOTING_MS) {
                    late.put(System.currentTimeMillis(), tooLong);
                }
                before = after;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the longest delay that ended between two instants, in milliseconds since the epoch. */
    Duration longest(long from, long to) {
        return Duration.ofMillis(late.subMap(from, to).entrySet().stream()
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0));
    }
}
