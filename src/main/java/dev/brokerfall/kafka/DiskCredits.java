package dev.brokerfall.kafka;

import dev.brokerfall.flow.BurstBucket;
import java.util.List;

/**
 * What a broker's disk carries of reads and writes together: the least of the caps on its way, of which those that burst have credits. A
 * disk and its VM spend and save theirs independently of each other ("Managed disk bursting" of Azure), both by what the broker uses.
 *
 * <p>A broker begins with full credits, and has full ones again when it comes up with an empty volume: the disk is then another, or another
 * machine's. One that moves with its disk takes its old machine's credits along, which the new one would have in full.
 */
final class DiskCredits {

    private static final BurstBucket[] NONE = {};
    private static final int NOBODY = -1;

    private final List<Burst> bursts;
    private final BurstBucket[] buckets;
    private final double always;

    DiskCredits(BrokerLimits limits, long now) {
        bursts = limits.bursts();
        always = limits.diskTotal().bytesPerMillisecond();
        buckets = bursts.isEmpty() ? NONE : new BurstBucket[bursts.size()];
        for (int i = 0; i < buckets.length; i++) {
            Burst burst = bursts.get(i);
            buckets[i] = new BurstBucket(
                    burst.base().bytesPerMillisecond(),
                    burst.rate().bytesPerMillisecond(),
                    burst.lasting().toMillis(),
                    now);
        }
    }

    /** Returns whether what is carried never changes. */
    boolean constant() {
        return buckets.length == 0;
    }

    /** Returns what is carried now, in bytes a millisecond. */
    double capacity(long now) {
        double least = constant() ? always : Double.POSITIVE_INFINITY;
        for (BurstBucket bucket : buckets) {
            least = Math.min(least, bucket.capacity(now));
        }
        return least;
    }

    /** Returns what is carried at most, in bytes a millisecond. */
    double atMost() {
        double least = constant() ? always : Double.POSITIVE_INFINITY;
        for (BurstBucket bucket : buckets) {
            least = Math.min(least, bucket.burst());
        }
        return least;
    }

    /**
     * Returns how many milliseconds it takes from now on to read so much when nothing else is read or written.
     *
     * @param rate how fast it can be taken, in bytes a millisecond
     */
    double millisToRead(double bytes, double rate, long now) {
        if (constant()) {
            return bytes / Math.min(rate, always);
        }
        double millis = 0;
        double left = bytes;
        // Credits that are spent while this is read are not there any more for the rest of it; each cap runs out at
        // most once.
        boolean[] spent = new boolean[buckets.length];
        for (int stop = 0; stop <= buckets.length; stop++) {
            double carried = rate;
            for (int i = 0; i < buckets.length; i++) {
                carried = Math.min(carried, spent[i] ? buckets[i].base() : buckets[i].capacity(now));
            }
            double until = left / carried;
            int first = NOBODY;
            for (int i = 0; i < buckets.length; i++) {
                double falls = carried - buckets[i].base();
                double lasts = spent[i] || falls <= 0
                        ? Double.POSITIVE_INFINITY
                        : (buckets[i].creditsAt(now) - drawn(i, bytes - left, millis)) / falls;
                if (lasts < until) {
                    until = Math.max(0, lasts);
                    first = i;
                }
            }
            millis += until;
            left -= carried * until;
            if (first == NOBODY) {
                return millis;
            }
            spent[first] = true;
        }
        return millis;
    }

    /** Returns what of a bucket is gone after so many bytes in so many milliseconds, all of which went beyond its base rate. */
    private double drawn(int bucket, double bytes, double millis) {
        return bytes - buckets[bucket].base() * millis;
    }

    /** Says what reads and writes take from now on, in bytes a millisecond. */
    void use(double rate, long now) {
        for (BurstBucket bucket : buckets) {
            bucket.use(rate, now);
        }
    }

    /** Returns whether all credits are full, and stay so while no more than {@code rate} is used, in bytes a millisecond. */
    boolean rest(double rate, long now) {
        for (BurstBucket bucket : buckets) {
            if (rate > bucket.base() || !bucket.isFull(now)) {
                return false;
            }
        }
        return true;
    }

    /** Makes all credits full. */
    void refill(long now) {
        for (BurstBucket bucket : buckets) {
            bucket.refill(now);
        }
    }

    /** Returns the milliseconds until the first credits are spent if nothing changes. */
    double untilSpent(long now) {
        double until = Double.POSITIVE_INFINITY;
        for (BurstBucket bucket : buckets) {
            until = Math.min(until, bucket.untilSpent(now));
        }
        return until;
    }
}
