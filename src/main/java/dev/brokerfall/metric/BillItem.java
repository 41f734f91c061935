package dev.brokerfall.metric;

import dev.brokerfall.stats.Estimate;

/**
 * A line of what an option costs a month.
 *
 * @param what is paid for, such as {@code 6 × Standard_D8ds_v5, pool kafka}
 * @param amount how much of it in a month
 * @param basis what the amount counts and the price is for, such as {@code hour} or {@code GiB-month}
 * @param price of one, in US dollars; the interval is the range of a price without a source
 * @param monthly what the line comes to, in US dollars a month
 * @param entry the catalogue entry that has the price
 * @param placeHolder whether that price has no source
 * @param priceDate when its source had it; empty without a source
 */
public record BillItem(
        String what,
        double amount,
        String basis,
        Estimate price,
        Estimate monthly,
        String entry,
        boolean placeHolder,
        String priceDate) {

    /** Returns the sum of {@code items}. */
    public static Estimate total(Iterable<BillItem> items) {
        double value = 0;
        double lower = 0;
        double upper = 0;
        for (BillItem item : items) {
            value += item.monthly.value();
            lower += item.monthly.lower();
            upper += item.monthly.upper();
        }
        return new Estimate(value, Math.min(lower, value), Math.max(upper, value));
    }
}
