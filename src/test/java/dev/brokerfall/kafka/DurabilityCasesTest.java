package dev.brokerfall.kafka;

import static dev.brokerfall.kafka.Story.cause;
import static dev.brokerfall.kafka.Story.end;
import static dev.brokerfall.kafka.Story.isrOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What others have published about acknowledged records, played on the whole cluster. */
final class DurabilityCasesTest {

    static Stream<Cases> stories() {
        return Cases.in("durability.yaml");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void a_published_story_ends_as_published(Cases its) {
        Stage stage = new Stage(its);

        its.list("steps").forEach(stage::play);

        assertThat(stage.lost()).isEqualTo(its.is("acknowledgedLost"));
    }

    /**
     * Whether a produce request is accepted while the leader is up.
     *
     * <p>Source: Vanlightly/kafka-tlaplus, kip-966/description/7_availability.md, sections 7.1 and 7.2; for {@code acks=0} the Kafka
     * documentation, "Producer Configs", {@code acks}.
     */
    @ParameterizedTest
    @CsvSource({"ALL, 2, 3, true", "ALL, 2, 2, true", "ALL, 2, 1, false", "ZERO, 2, 1, true", "ONE, 2, 1, true"})
    void a_request_is_accepted(Acks acks, int minIsr, int isrSize, boolean accepted) {
        Story story = Setup.of(Semantics.KAFKA_4_3).topic(minIsr, acks).story().runFor(10);
        for (int broker = isrSize; broker < 3; broker++) {
            story.kill(broker);
        }
        story.runFor(12);
        assertThat(story.cluster.cohorts()).allMatch(cohort -> isrOf(cohort).size() == isrSize && cohort.readable());

        assertThat(story.cluster.cohorts()).allMatch(cohort -> cohort.writable() == accepted);
    }

    /** Three brokers on which a case is played; what is looked at is the partition with replicas in the order of the brokers. */
    private static final class Stage {
        private final List<Integer> names;
        private final Story story;
        private final Cohort cohort;
        private final Map<Integer, LogDirectory> down = new HashMap<>();

        Stage(Cases its) {
            names = its.numbers("brokers");
            Setup setup = Setup.of(its.is("elr") ? Semantics.KAFKA_4_3 : Semantics.KAFKA_4_NO_ELR)
                    .topic(its.number("minIsr"), Acks.ALL);
            story = (its.is("uncleanElection") ? setup.uncleanElection() : setup)
                    .story()
                    .runFor(100);
            cohort = story.cluster.cohorts().stream()
                    .filter(each -> each.replicas().equals(List.of(0, 1, 2)))
                    .findFirst()
                    .orElseThrow();
        }

        void play(Cases step) {
            int broker = step.has("broker") ? names.indexOf(step.number("broker")) : -1;
            switch (step.text("does")) {
                case "lag" -> {
                    story.cluster.hangBroker(broker, cause("brokerHang"));
                    story.runUntil(() -> !isrOf(cohort).contains(broker), 45.1);
                }
                case "cut" -> {
                    story.cluster.partitionBroker(broker, cause("brokerPartition"));
                    story.runFor(12);
                }
                case "crash", "lossy" -> {
                    boolean lossy = step.text("does").equals("lossy");
                    down.put(broker, lossy ? LogDirectory.TAIL_LOST : LogDirectory.INTACT);
                    story.kill(broker);
                    if (step.has("resumes")) {
                        story.cluster.unhangBroker(names.indexOf(step.number("resumes")));
                    }
                    story.runFor(12);
                }
                case "resume" -> resume(broker);
                case "write" -> story.runFor(60);
                default -> throw new AssertionError(step);
            }
            if (step.has("after")) {
                assertState(step.nested("after"));
            }
            if (step.has("caughtUp")) {
                Set<Integer> members =
                        Set.copyOf(brokers(step.nested("caughtUp").numbers("isr")));
                story.runUntil(() -> members.equals(Set.copyOf(isrOf(cohort))), 330);
                assertState(step.nested("caughtUp"));
            }
            if (step.has("incomplete")) {
                assertThat(brokers(step.numbers("incomplete")))
                        .allMatch(each -> end(cohort, each) < cohort.acknowledged() - 1e6);
                assertThat(brokers(step.numbers("complete")))
                        .allMatch(each -> end(cohort, each) >= cohort.acknowledged() - 1);
            }
        }

        /** Lets a broker be well; one that was down is looked at when it registers. */
        private void resume(int broker) {
            LogDirectory data = down.remove(broker);
            if (data == null) {
                story.cluster.unhangBroker(broker);
                story.cluster.healBroker(broker);
                story.runFor(1);
            } else {
                story.start(data, broker).runUntil(() -> story.happened("brokerRegistered " + broker), 20);
            }
        }

        private void assertState(Cases state) {
            if (state.has("leader")) {
                int leader = state.text("leader").equals("null") ? -1 : names.indexOf(state.number("leader"));
                assertThat(cohort.leader()).as("leader").isEqualTo(leader);
            }
            if (state.has("isr")) {
                assertThat(isrOf(cohort)).as("ISR").hasSameElementsAs(brokers(state.numbers("isr")));
            }
            if (state.has("elr")) {
                assertThat(Story.elrOf(cohort)).as("ELR").hasSameElementsAs(brokers(state.numbers("elr")));
            }
        }

        boolean lost() {
            return story.happened("recordsLost " + cohort);
        }

        private List<Integer> brokers(List<Integer> named) {
            return named.stream().map(names::indexOf).toList();
        }
    }
}
