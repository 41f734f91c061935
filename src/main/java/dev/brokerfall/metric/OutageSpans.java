package dev.brokerfall.metric;

import static com.google.common.base.Preconditions.checkState;

import dev.brokerfall.kernel.Cause;
import java.util.Arrays;

/**
 * The times at which at least one partition was not writable: the union of the spans of all cohorts. An instant that several spans
 * cover belongs to the earliest of their causes.
 *
 * <p>Spans become known when they end, and only those long enough to count are told, so they are kept until no cohort is out any
 * more; then nothing can reach back behind them.
 */
final class OutageSpans {

    static final double MS_PER_MINUTE = 60_000;

    private static final int INDEX_BITS = 21;
    private static final long NEVER = -1;

    private final CauseLedger ledger;
    private long[] start = new long[16];
    private long[] end = new long[16];
    private Cause[] cause = new Cause[16];
    private long[] order = new long[16];
    private int[] active = new int[16];
    private int spans;

    private long openedAt = NEVER;
    private long closedAt = NEVER;
    private long outages;
    private long longest;
    private long total;
    private long fullMinutes;
    private long before;
    private long earlier;

    OutageSpans(CauseLedger ledger) {
        this.ledger = ledger;
    }

    /** Has what lies before {@code instant} counted by itself too. */
    void splitAt(long instant) {
        before = instant;
    }

    /** Keeps one span of one cohort. */
    void add(long from, long to, Cause why) {
        if (spans == start.length) {
            grow();
        }
        start[spans] = from;
        end[spans] = to;
        cause[spans++] = why;
    }

    private void grow() {
        checkState(spans < 1 << INDEX_BITS, "one cohort was out for so long that %s spans of others overlap", spans);
        int larger = 2 * spans;
        start = Arrays.copyOf(start, larger);
        end = Arrays.copyOf(end, larger);
        cause = Arrays.copyOf(cause, larger);
        order = new long[larger];
        active = new int[larger];
    }

    /** Accounts for the spans kept so far: no cohort is out now, so that whatever comes starts now or later. */
    void settle() {
        if (spans == 0) {
            return;
        }
        for (int span = 0; span < spans; span++) {
            order[span] = start[span] << INDEX_BITS | span;
        }
        Arrays.sort(order, 0, spans);
        sweep();
        spans = 0;
    }

    private void sweep() {
        int next = 0;
        int actives = 0;
        long now = 0;
        while (next < spans || actives > 0) {
            if (actives == 0) {
                now = order[next] >>> INDEX_BITS;
            }
            while (next < spans && order[next] >>> INDEX_BITS <= now) {
                active[actives++] = (int) (order[next++] & ((1 << INDEX_BITS) - 1));
            }
            long until = next < spans ? order[next] >>> INDEX_BITS : Long.MAX_VALUE;
            Cause why = cause[active[0]];
            for (int i = 0; i < actives; i++) {
                until = Math.min(until, end[active[i]]);
                why = why.earliest(cause[active[i]]);
            }
            book(now, until, why);
            now = until;
            actives = dropEnded(actives, now);
        }
    }

    private int dropEnded(int actives, long now) {
        int kept = 0;
        for (int i = 0; i < actives; i++) {
            if (end[active[i]] > now) {
                active[kept++] = active[i];
            }
        }
        return kept;
    }

    /** A slice that begins where the last one ended belongs to the same outage. */
    private void book(long from, long to, Cause why) {
        ledger.book(why, CauseLedger.Item.OUTAGE_MS, (double) (to - from));
        total += to - from;
        earlier += Math.max(0, Math.min(to, before) - from);
        if (openedAt == NEVER || from > closedAt) {
            openedAt = from;
            closedAt = from;
            outages++;
        }
        fullMinutes += FullMinutes.within(openedAt, to) - FullMinutes.within(openedAt, closedAt);
        closedAt = to;
        longest = Math.max(longest, closedAt - openedAt);
    }

    /** Returns how many outages there were, those that touch being one. */
    long outages() {
        return outages;
    }

    double longestSeconds() {
        return longest / 1000.0;
    }

    /** Returns how many minutes of the clock lay wholly within an outage. */
    long fullMinutes() {
        return fullMinutes;
    }

    double minutes() {
        return total / MS_PER_MINUTE;
    }

    /** Returns the minutes before the instant of {@link #splitAt}. */
    double earlierMinutes() {
        return earlier / MS_PER_MINUTE;
    }
}
