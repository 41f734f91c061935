package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kafka.ControllerConfig.Quorum;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which algorithm a profile places its topics by shows in how far, going round the brokers, the second replica is from the first. */
final class TopicPlacementTest {

    private static final int BROKERS = 7;

    @Test
    void with_ZooKeeper_a_topic_starts_with_a_random_distance_that_all_its_first_round_keeps() {
        // given, when
        HashSet<Integer> distances = new HashSet<>();
        HashSet<Integer> leaders = new HashSet<>();
        for (int seed = 0; seed < 200; seed++) {
            List<Cohort> cohorts = cohorts(Semantics.KAFKA_2_4_ZK, seed);
            Set<Integer> its = distances(cohorts);
            assertThat(its).hasSize(1);
            distances.addAll(its);
            leaders.add(cohorts.get(0).replicas().get(0));
        }

        // then: every start index and every shift comes up
        assertThat(distances).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(leaders).hasSize(BROKERS);
    }

    @Test
    void with_KRaft_the_first_round_goes_from_broker_to_broker() {
        for (int seed = 0; seed < 200; seed++) {
            assertThat(distances(cohorts(Semantics.KAFKA_4_3, seed))).containsExactly(1);
        }
    }

    private static Set<Integer> distances(List<Cohort> cohorts) {
        Set<Integer> distances = new HashSet<>();
        for (Cohort cohort : cohorts) {
            List<Integer> replicas = cohort.replicas();
            distances.add(Math.floorMod(replicas.get(1) - replicas.get(0), BROKERS));
        }
        return distances;
    }

    private static List<Cohort> cohorts(Semantics semantics, long seed) {
        KafkaConfig config = new KafkaConfig(
                BROKERS,
                new ControllerConfig(3, Quorum.STATIC),
                semantics,
                List.of(new TopicConfig("orders", BROKERS, 3, 2, Acks.ALL, false)),
                Configs.WORKLOAD,
                Configs.SETTINGS,
                List.of(),
                Configs.TIMINGS);
        return new Story(config, seed).cluster.cohorts();
    }
}
