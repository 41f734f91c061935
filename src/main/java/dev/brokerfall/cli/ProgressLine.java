package dev.brokerfall.cli;

import dev.brokerfall.experiment.Look;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.RareEvents;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How far an experiment is: one line written over on a terminal, a plain line now and then elsewhere. */
final class ProgressLine implements Progress {

    private static final long LIVE_EVERY = 200_000_000L;
    private static final long PLAIN_EVERY = 30_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final PrintWriter err;
    private final boolean live;
    private final LongSupplier nanos;
    private final long began;
    private long said;
    private int width;
    private String interval = "";

    ProgressLine(String name, PrintWriter err, boolean live, LongSupplier nanos) {
        this.name = name;
        this.err = err;
        this.live = live;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.said = began;
    }

    @Override
    public synchronized void trialsDone(long done, long total) {
        double elapsed = (nanos.getAsLong() - began) / NANOS_PER_SECOND;
        say(() -> String.format(
                Locale.ROOT,
                "%s: %,d of %,d trials (%d %%), %s to go%s",
                name,
                done,
                total,
                100 * done / Math.max(1, total),
                duration(elapsed / Math.max(1, done) * (total - done)),
                interval));
    }

    @Override
    public synchronized void chainsPlayed(String option, RareEvents.Played so) {
        say(() -> String.format(
                Locale.ROOT,
                "%s: losses of %s, %,d of %,d chains of faults at the most%s",
                name,
                option,
                so.chains(),
                so.atMost(),
                so.soFar().known()
                        ? String.format(
                                Locale.ROOT,
                                "; %.1e [%.1e, %.1e] a trial",
                                so.soFar().value(),
                                so.soFar().lower(),
                                so.soFar().upper())
                        : ""));
    }

    private void say(Supplier<String> what) {
        long now = nanos.getAsLong();
        if (now - said < (live ? LIVE_EVERY : PLAIN_EVERY)) {
            return;
        }
        said = now;
        String line = what.get();
        if (live) {
            err.print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
            err.flush();
            width = line.length();
        } else {
            err.println(line);
        }
    }

    @Override
    public synchronized void looked(Look widest) {
        interval = String.format(
                Locale.ROOT,
                "; ±%.3g of ±%.3g for %s of %s",
                widest.halfWidth(),
                widest.wanted(),
                widest.what(),
                widest.option());
    }

    /** Takes the line away. */
    synchronized void clear() {
        if (width > 0) {
            err.print("\r" + " ".repeat(width) + "\r");
            err.flush();
            width = 0;
        }
    }

    private static String duration(double seconds) {
        long whole = (long) Math.ceil(seconds);
        return whole < 90 ? whole + " s" : (whole + 59) / 60 + " min";
    }
}
