package dev.brokerfall.scenario;

import dev.brokerfall.kafka.BrokerLimits;
import dev.brokerfall.kafka.Burst;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.unit.DataRate;
import java.time.Duration;
import java.util.Locale;

/**
 * What can be produced to a cluster for good, and what of it binds first.
 *
 * <p>With RF copies on average and b brokers, each broker writes r × RF / b to its disk and receives as much over its network (r / b from
 * producers, the rest from leaders); it sends r × (RF − 1) / b to followers and r × g / b to the g groups of consumers, who are served
 * from memory. So r is the least of b / RF × disk, b / RF × network in and b / (RF − 1 + g) × network out.
 *
 * @param produce the rate, over the whole cluster before replication
 * @param binds what binds first
 * @param use what of it each broker uses for each byte that is produced to the cluster
 */
record Capacity(DataRate produce, Resource binds, double use) {

    private static final double MEGA = 1e6;

    /** What may bind. */
    enum Resource {
        DISK("write %.1f MB/s to its disk"),
        NETWORK_IN("receive %.1f MB/s over its network"),
        NETWORK_OUT("send %.1f MB/s over its network");

        private final String share;

        Resource(String share) {
            this.share = share;
        }
    }

    /** Returns what brokers with such limits can carry. */
    static Capacity of(KafkaSpec kafka, BrokerLimits limits) {
        double copies = Load.replication(kafka);
        double in = copies / kafka.brokers();
        double sent = copies - 1 + kafka.workload().consumerGroups();
        double out = sent / kafka.brokers();
        double disk =
                Math.min(limits.diskTotal().bytesPerSecond(), limits.diskWrite().bytesPerSecond());
        Capacity least = new Capacity(new DataRate(kafka.brokers() / copies * disk), Resource.DISK, in);
        if (limits.nicIn().bytesPerSecond() / in < least.produce.bytesPerSecond()) {
            least = new Capacity(
                    new DataRate(kafka.brokers() / copies * limits.nicIn().bytesPerSecond()), Resource.NETWORK_IN, in);
        }
        if (out > 0 && limits.nicOut().bytesPerSecond() / out < least.produce.bytesPerSecond()) {
            least = new Capacity(
                    new DataRate(kafka.brokers() / sent * limits.nicOut().bytesPerSecond()), Resource.NETWORK_OUT, out);
        }
        return least;
    }

    /** Returns whether so much can be carried for good. */
    boolean carries(DataRate offered) {
        return offered.compareTo(produce) <= 0;
    }

    /** Returns why so much cannot be carried, with figures. */
    String shortfall(DataRate offered, BrokerLimits limits) {
        double load = use * offered.bytesPerSecond();
        return String.format(
                        Locale.ROOT,
                        "each broker would " + binds.share
                                + ", which carries %.1f MB/s for good: the cluster sustains %.1f MiB/s",
                        load / MEGA,
                        use * produce.bytesPerSecond() / MEGA,
                        produce.bytesPerSecond() / (1 << 20))
                + (binds == Resource.DISK ? credits(load, limits) : "");
    }

    private static String credits(double load, BrokerLimits limits) {
        double shortest = Double.POSITIVE_INFINITY;
        for (Burst burst : limits.bursts()) {
            if (load > burst.rate().bytesPerSecond()) {
                return "";
            }
            if (load > burst.base().bytesPerSecond()) {
                double size = (burst.rate().bytesPerSecond() - burst.base().bytesPerSecond())
                        * burst.lasting().toSeconds();
                shortest = Math.min(shortest, size / (load - burst.base().bytesPerSecond()));
            }
        }
        return shortest < Double.POSITIVE_INFINITY
                ? ", and burst credits hide it for the first %s minutes"
                        .formatted(Duration.ofSeconds(Math.round(shortest)).toMinutes())
                : "";
    }
}
