package dev.brokerfall.kafka.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import org.junit.jupiter.api.Test;

final class EpochHistoryTest {

    private static final EpochHistory SHARED = EpochHistory.EMPTY.begin(0, 0);

    @Test
    void a_follower_that_is_a_prefix_of_the_leader_keeps_everything() {
        EpochHistory leader = SHARED.begin(3, 100);

        assertThat(EpochHistory.commonEnd(SHARED, 60, leader, 200)).isEqualTo(60);
        assertThat(EpochHistory.commonEnd(SHARED, 100, leader, 200)).isEqualTo(100);
        assertThat(EpochHistory.commonEnd(leader, 150, leader, 200)).isEqualTo(150);
    }

    @Test
    void what_an_old_leader_wrote_alone_is_cut_off() {
        // Both hold epoch 0 up to 100; the old leader went on to 130, the new one began epoch 1 at 100.
        EpochHistory leader = SHARED.begin(1, 100);

        assertThat(EpochHistory.commonEnd(SHARED, 130, leader, 500)).isEqualTo(100);
    }

    @Test
    void several_short_reigns_are_undone_one_by_one() {
        // KIP-279: the follower has epochs 0, 2 and 4, the leader 0, 1, 3 and 5; they share 0 up to 10.
        EpochHistory follower = SHARED.begin(2, 20).begin(4, 30);
        EpochHistory leader = SHARED.begin(1, 10).begin(3, 25).begin(5, 40);

        assertThat(EpochHistory.commonEnd(follower, 50, leader, 60)).isEqualTo(10);
    }

    @Test
    void followers_of_an_empty_leader_keep_nothing() {
        EpochHistory emptyLeader = EpochHistory.EMPTY.begin(7, 0);

        assertThat(EpochHistory.commonEnd(SHARED, 100, emptyLeader, 0)).isZero();
        assertThat(EpochHistory.commonEnd(SHARED.begin(6, 50), 100, emptyLeader, 30))
                .isZero();
    }

    @Test
    void an_empty_follower_has_nothing_to_cut() {
        assertThat(EpochHistory.commonEnd(EpochHistory.EMPTY, 0, SHARED, 100)).isZero();
    }

    @Test
    void a_reign_without_a_record_leaves_no_trace() {
        EpochHistory history = SHARED.begin(1, 100).begin(2, 100);

        assertThat(history.latestEpoch()).isEqualTo(2);
        assertThat(history.upTo(100).latestEpoch()).isZero();
        assertThat(history.upTo(101).latestEpoch()).isEqualTo(2);
    }

    /** The definition: the longest common prefix, found by comparing who wrote each byte. */
    @Test
    void in_random_pairs_the_common_end_is_a_common_prefix_and_the_longest() {
        Stream luck = new Streams(1, 0).stream("histories");
        for (int pair = 0; pair < 2_000; pair++) {
            EpochHistory common = SHARED;
            int commonEnd = 1 + luck.index(20);
            int epoch = 1;
            EpochHistory follower = common;
            int followerEnd = commonEnd + luck.index(10);
            EpochHistory leader = common;
            int leaderEnd = commonEnd;
            for (int reign = 0; reign < 3; reign++) {
                if (luck.uniform() < 0.5) {
                    follower = follower.begin(epoch, followerEnd);
                    followerEnd += 1 + luck.index(5);
                } else {
                    leader = leader.begin(epoch, leaderEnd);
                    leaderEnd += 1 + luck.index(5);
                }
                epoch++;
            }
            leader = leader.begin(epoch, leaderEnd);

            double end = EpochHistory.commonEnd(follower, followerEnd, leader, leaderEnd);

            int agreed = 0;
            while (agreed < Math.min(followerEnd, leaderEnd)
                    && follower.upTo(agreed + 1).latestEpoch()
                            == leader.upTo(agreed + 1).latestEpoch()) {
                agreed++;
            }
            assertThat(end).as("pair %s", pair).isEqualTo(agreed);
        }
    }
}
