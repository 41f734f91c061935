package dev.brokerfall.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C while a result is being made: the run is told to come to an end, and is given the time to keep what it has. */
final class Interruption implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final CountDownLatch SAID_ALL = new CountDownLatch(1);

    private final Thread worker = Thread.currentThread();
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private volatile boolean happened;

    private Interruption() {}

    /** Watches until it is closed. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Lets the process end: all has been written and said. */
    static void saidAll() {
        SAID_ALL.countDown();
    }

    private void interrupt() {
        happened = true;
        worker.interrupt();
        try {
            happened = SAID_ALL.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || happened;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether somebody has interrupted. */
    boolean happened() {
        return happened;
    }

    @Override
    public void close() {
        if (!happened) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
