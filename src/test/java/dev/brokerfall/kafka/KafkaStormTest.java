package dev.brokerfall.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a cluster, in whatever order, the invariants hold, it can be brought back, and the same seed does the same. */
final class KafkaStormTest {

    private static final int SEEDS = 40;

    static List<Semantics> profiles() {
        return Semantics.profiles();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void invariants_hold_in_any_storm_and_the_cluster_comes_back(Semantics semantics) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Acks acks = seed % 3 == 0 ? Acks.ONE : Acks.ALL;
            Story story = new Story(
                    config(semantics, new TopicConfig("orders", 12, 3, 1 + seed % 2, acks, seed % 5 == 0)), seed);

            new Storm(story, new Streams(seed, 1).stream("storm")).rage(300);

            assertThat(story.cluster.isrFull() || story.happened("metadataLost"))
                    .as("%s, seed %s: in sync again\n%s", semantics.name(), seed, String.join("\n", story.journal))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void so_they_do_when_one_log_directory_of_two_fails(Semantics semantics) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Acks acks = seed % 3 == 0 ? Acks.ONE : Acks.ALL;
            KafkaConfig config = config(semantics, new TopicConfig("orders", 12, 3, 1 + seed % 2, acks, seed % 5 == 0))
                    .withLogDirs(new LogDirs(2, Duration.ofSeconds(30)));
            Story story = new Story(config, seed);

            new Storm(story, new Streams(seed, 1).stream("storm"), 16).rage(300);

            assertThat(story.happened("logDirectoryFailed")).isTrue();
            assertThat(story.cluster.isrFull() || story.happened("metadataLost"))
                    .as("%s, seed %s: in sync again\n%s", semantics.name(), seed, String.join("\n", story.journal))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void the_same_seed_gives_the_same_life_to_the_last_digit(Semantics semantics) {
        List<String> once = life(semantics, 7);

        assertThat(life(semantics, 7)).isEqualTo(once);
        assertThat(life(semantics, 8)).isNotEqualTo(once);
    }

    private static List<String> life(Semantics semantics, long seed) {
        Story story = new Story(config(semantics, Configs.orders(2, Acks.ALL)), seed);
        new Storm(story, new Streams(seed, 1).stream("storm")).rage(100);
        List<String> end = new ArrayList<>(story.journal);
        story.cluster.cohorts().forEach(cohort -> end.add(cohort + " " + cohort.logEnd() + " " + cohort.goodCopies()));
        end.add("lost " + story.bytesLost);
        return end;
    }

    private static KafkaConfig config(Semantics semantics, TopicConfig topic) {
        return Configs.with(semantics, topic, Configs.SETTINGS, Configs.TIMINGS);
    }

    /** Does one thing after the other to one broker or controller or another, then lets all of them return. */
    private record Storm(Story story, Stream luck, int kinds) {

        Storm(Story story, Stream luck) {
            this(story, luck, 13);
        }

        void rage(int blows) {
            boolean[] up = {true, true, true};
            boolean[] controllerUp = {true, true, true};
            for (int blow = 0; blow < blows; blow++) {
                strike(luck.index(3), up, controllerUp);
                story.runFor(luck.uniform() < 0.3 ? luck.uniform() : 20 * luck.uniform());
            }
            for (int i = 0; i < 3; i++) {
                story.cluster.thawBroker(i);
                story.cluster.unhangBroker(i);
                story.cluster.healBroker(i);
                if (!controllerUp[i]) {
                    story.cluster.startController(100 + i, LogDirectory.INTACT, cause("end"));
                }
            }
            story.runFor(320);
            leave(up);
            for (int i = 0; i < 3 && kinds > 13; i++) {
                story.kill(i);
                up[i] = false;
            }
            for (int i = 0; i < 3; i++) {
                if (!up[i]) {
                    story.start(LogDirectory.INTACT, i);
                }
            }
            story.runFor(700);
        }

        private void strike(int target, boolean[] up, boolean[] controllerUp) {
            KafkaCluster cluster = story.cluster;
            leave(up);
            switch (luck.index(kinds)) {
                case 0, 1 -> {
                    cluster.killBroker(target, cause("kill"));
                    up[target] = false;
                }
                case 2, 3, 4 -> {
                    if (!up[target]) {
                        LogDirectory[] found = {LogDirectory.INTACT, LogDirectory.EMPTY, LogDirectory.TAIL_LOST};
                        story.start(found[luck.index(3)], target);
                        up[target] = true;
                    }
                }
                case 5 -> {
                    if (up[target]) {
                        cluster.stopBroker(target, cause("stop"));
                        story.runFor(3);
                        cluster.killBroker(target, cause("kill"));
                        up[target] = false;
                    }
                }
                case 6 -> cluster.freezeBroker(target, cause("freeze"));
                case 7 -> cluster.thawBroker(target);
                case 8 -> {
                    if (luck.uniform() < 0.5) {
                        cluster.hangBroker(target, cause("hang"));
                    } else {
                        cluster.partitionBroker(target, cause("partition"));
                    }
                }
                case 9 -> {
                    cluster.unhangBroker(target);
                    cluster.healBroker(target);
                }
                case 10 -> {
                    if (controllerUp[target]) {
                        cluster.killController(100 + target, cause("controllerKill"));
                        controllerUp[target] = false;
                    }
                }
                case 11 -> {
                    if (!controllerUp[target]) {
                        cluster.startController(100 + target, LogDirectory.INTACT, cause("controllerStart"));
                        controllerUp[target] = true;
                    }
                }
                case 13, 14 -> cluster.failLogDirectory(target, luck.index(2), cause("logDirFailure"));
                case 15 -> {
                    if (!up[target]) {
                        cluster.loseData(target, luck.index(2), LogDirectory.EMPTY, cause("wipe"));
                    }
                }
                default -> cluster.uncleanElection(cause("uncleanElection"));
            }
        }

        /** Notes which brokers have gone of themselves. */
        private void leave(boolean[] up) {
            story.exited.forEach(broker -> up[broker] = false);
            story.exited.clear();
        }

        private Cause cause(String event) {
            return new Cause(event, story.agenda.now());
        }
    }
}
