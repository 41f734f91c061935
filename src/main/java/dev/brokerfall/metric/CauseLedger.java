package dev.brokerfall.metric;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.kernel.Cause;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What one trial puts down to which cause: an account per kind of event, addressed by a small number. */
@SuppressWarnings("EnumOrdinal") // the places of one trial's accounts, which nothing keeps
final class CauseLedger {

    /** What is booked. */
    enum Item {
        UNWRITABLE_PARTITION_MS,
        OUTAGE_MS,
        LOST_RECORDS,
        LOST_BYTES,
        RE_REPLICATED_BYTES
    }

    private static final int ITEMS = Item.values().length;

    private final Map<String, Integer> accounts = new HashMap<>();
    private double[] booked = new double[8 * ITEMS];

    void book(Cause cause, Item item, double amount) {
        int account = account(cause.event()); // may put a longer array in the place of the present one
        booked[account * ITEMS + item.ordinal()] += amount;
    }

    private int account(String event) {
        Integer known = accounts.get(event);
        if (known != null) {
            return known;
        }
        int fresh = accounts.size();
        accounts.put(event, fresh);
        if ((fresh + 1) * ITEMS > booked.length) {
            booked = Arrays.copyOf(booked, 2 * booked.length);
        }
        return fresh;
    }

    /** Returns all accounts in order of name; unwritable time as a share of {@code partitionMs}. */
    ImmutableMap<String, CauseTotals> totals(double partitionMs) {
        ImmutableMap.Builder<String, CauseTotals> totals = ImmutableMap.builder();
        new TreeMap<>(accounts)
                .forEach((event, account) -> totals.put(
                        event,
                        new CauseTotals(
                                booked(account, Item.UNWRITABLE_PARTITION_MS) / partitionMs,
                                booked(account, Item.OUTAGE_MS) / OutageSpans.MS_PER_MINUTE,
                                booked(account, Item.LOST_RECORDS),
                                booked(account, Item.LOST_BYTES),
                                booked(account, Item.RE_REPLICATED_BYTES))));
        return totals.buildOrThrow();
    }

    private double booked(int account, Item item) {
        return booked[account * ITEMS + item.ordinal()];
    }
}
