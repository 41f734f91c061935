package dev.brokerfall.scenario;

import dev.brokerfall.scenario.ProduceLatency.Mix;
import java.util.HashMap;
import java.util.Map;

/** Latencies that were reckoned: to add ways up takes longer than all else that is made of a variant, and most variants have the same. */
final class Latencies {

    private final Map<Ways, ProduceLatency> known = new HashMap<>();

    private record Ways(Mix client, Mix fetch, int followers, double recordsPerMillisecond) {}

    /** Returns what {@link ProduceLatency#of} does. */
    ProduceLatency of(Mix client, Mix fetch, int followers, double recordsPerMillisecond) {
        return known.computeIfAbsent(
                new Ways(client, fetch, followers, recordsPerMillisecond),
                ways -> ProduceLatency.of(client, fetch, followers, recordsPerMillisecond));
    }
}
