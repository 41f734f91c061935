package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** What holds in a cluster at every instant, whatever has been done to it. */
final class Invariants {

    private final KafkaCluster cluster;
    private final Semantics semantics;
    private final double[] highWatermark;
    private final double[] acknowledged;
    private final int[] leaderEpoch;

    Invariants(KafkaCluster cluster, Semantics semantics) {
        this.cluster = cluster;
        this.semantics = semantics;
        int count = cluster.cohorts().size();
        this.highWatermark = new double[count];
        this.acknowledged = new double[count];
        this.leaderEpoch = new int[count];
    }

    /** Notes a counted loss, after which offsets may be lower than before. */
    void lost(Cohort cohort) {
        Arrays.fill(highWatermark, cohort.index(), cohort.index() + 1, 0);
        Arrays.fill(acknowledged, cohort.index(), cohort.index() + 1, 0);
    }

    void check() {
        cluster.cohorts().forEach(this::check);
        assertThat(cluster.isrFull() && cluster.cohorts().stream().anyMatch(Cohort::underReplicated))
                .as("in-sync sets are counted as full when they are")
                .isFalse();
    }

    private void check(Cohort cohort) {
        int leader = cohort.brokers().indexOf(cohort.leader());
        if (leader >= 0) {
            assertThat(cohort.isr() >> leader & 1)
                    .as("%s: the leader is in sync", cohort)
                    .isEqualTo(1);
        }
        if (cohort.readable()) {
            assertThat(cohort.logEnd())
                    .as("%s: a leader that serves has all that consumers may read", cohort)
                    .isGreaterThanOrEqualTo(cohort.highWatermark() - 1);
        }
        assertThat(cohort.isr() & cohort.elr())
                .as("%s: in sync or eligible, not both", cohort)
                .isZero();
        assertThat(!cohort.underMinIsr() && cohort.elr() != 0)
                .as("%s: nobody is merely eligible while enough are in sync", cohort)
                .isFalse();
        assertThat(cohort.elr() == 0 || semantics.eligibleLeaderReplicas())
                .as("%s: eligible replicas exist only with ELR", cohort)
                .isTrue();
        assertThat(cohort.isr() != 0 || semantics.eligibleLeaderReplicas())
                .as("%s: without ELR the in-sync set is never empty", cohort)
                .isTrue();
        assertThat(cohort.writable() && !cohort.readable())
                .as("%s: what can be written has a leader", cohort)
                .isFalse();
        assertThat(cohort.leaderEpoch())
                .as("%s: leader epochs rise", cohort)
                .isGreaterThanOrEqualTo(leaderEpoch[cohort.index()]);
        leaderEpoch[cohort.index()] = cohort.leaderEpoch();
        assertThat(cohort.highWatermark())
                .as("%s: the high watermark never falls unless a loss is counted", cohort)
                .isGreaterThanOrEqualTo(highWatermark[cohort.index()] - 1);
        highWatermark[cohort.index()] = cohort.highWatermark();
        assertThat(cohort.acknowledged())
                .as("%s: what was acknowledged stays so unless a loss is counted", cohort)
                .isGreaterThanOrEqualTo(acknowledged[cohort.index()] - 1);
        acknowledged[cohort.index()] = cohort.acknowledged();
        assertThat(cohort.goodCopies())
                .as("%s: copies", cohort)
                .isBetween(0, cohort.replicas().size());
    }
}
