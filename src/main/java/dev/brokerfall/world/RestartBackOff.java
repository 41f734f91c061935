package dev.brokerfall.world;

import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Stream;
import java.time.Duration;

/**
 * How long a platform waits before it starts a process anew that died in place.
 *
 * <p>Source: Kubernetes, "Pod lifecycle", CrashLoopBackOff: 10 s, 20 s, 40 s … up to 300 s; {@code client-go/util/flowcontrol/backoff.go}
 * forgets a container whose last crash is twice the longest wait ago.
 *
 * @param first the wait after a first death, and what is doubled after each further one
 * @param longest what it grows to; zero where it does not grow
 */
public record RestartBackOff(RandomDuration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 20;

    /** Draws the wait of a process that has died {@code before} times in a row before this death. */
    long drawMillis(int before, Stream luck) {
        long wait = first.drawMillis(luck);
        return Math.max(wait, Math.min(longest.toMillis(), wait << Math.min(before, MOST_DOUBLINGS)));
    }

    /** Returns whether a death still counts when the next one comes {@code millis} later. */
    boolean inARow(long millis) {
        return millis <= 2 * longest.toMillis();
    }
}
