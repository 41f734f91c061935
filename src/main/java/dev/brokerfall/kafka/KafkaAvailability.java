package dev.brokerfall.kafka;

/**
 * Whether a broker can be restarted without producers that wait for all in-sync replicas noticing.
 *
 * <p>It may not while some partition it holds a replica of is below its minimum of in-sync replicas, even if the broker itself is not in
 * sync, for it might be the first to catch up; nor while the in-sync set has just that minimum and the broker is in it. Partitions that
 * have no more replicas than the minimum do not count: they are restarted away.
 *
 * <p>Source: strimzi/strimzi-kafka-operator 1.2.0, {@code KafkaAvailability.java}.
 */
final class KafkaAvailability {

    private final ClusterState cluster;

    KafkaAvailability(ClusterState cluster) {
        this.cluster = cluster;
    }

    boolean canRoll(Broker broker) {
        for (int i = 0; i < broker.cohorts.length && !cluster.metadataLost; i++) {
            LiveCohort cohort = cluster.cohorts[broker.cohorts[i]];
            boolean holds = cohort.replicas().contains(broker.id);
            if (holds && wouldAffectAvailability(cohort, broker.positions[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean wouldAffectAvailability(LiveCohort cohort, int position) {
        int minIsr = cohort.topic.minInsyncReplicas();
        if (cohort.replicas().size() <= minIsr) {
            return false;
        }
        int inSync = Integer.bitCount(cohort.isr());
        boolean isMember = (cohort.isr() >> position & 1) != 0;
        return inSync < minIsr || (inSync == minIsr && isMember);
    }
}
