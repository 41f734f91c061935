package dev.brokerfall.kafka.controller;

import static dev.brokerfall.kafka.controller.PartitionState.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import dev.brokerfall.kafka.Cases;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Elections as Kafka's own unit tests have them, answered by the one state machine. Those of the ZooKeeper controller give an algorithm a
 * set of replicas and want a leader or none; here the partition has just lost its leader (offline, reassign), is led by a live member of
 * the in-sync set (preferred), or by the replica that shuts down.
 *
 * <p>Where the ZooKeeper controller finds nobody the partition stays as it was. So it does here, but for a replica that shuts down: KRaft
 * lets it go and leaves the partition without a leader ({@code ReplicationControlManager.handleBrokerInControlledShutdown}), where
 * ZooKeeper's controller leaves it leading until it is gone.
 */
final class ElectionCasesTest {

    static Stream<Cases> elections() {
        return Cases.in("elections.yaml").filter(its -> its.has("expect"));
    }

    static Stream<Cases> eligibleReplicas() {
        return Cases.in("elections.yaml").filter(its -> its.has("withElr"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("elections")
    void a_leader_is_elected_as_in_Kafka(Cases its) {
        Partition partition = new Partition(its, false);
        int before = partition.state.leader();

        partition.change();

        Cases expect = its.nested("expect");
        int leader = partition.state.leader();
        if (!expect.text("leader").equals("null")) {
            assertThat(partition.broker(leader)).isEqualTo(expect.number("leader"));
        } else if (its.text("algorithm").equals("preferred")) {
            assertThat(leader).as("nobody else is elected").isEqualTo(before);
        } else {
            assertThat(leader).isEqualTo(NONE);
        }
        if (expect.has("unclean")) {
            assertThat(partition.state.lastElectionClean()).isEqualTo(!expect.is("unclean"));
        }
        if (expect.has("replicas")) {
            assertThat(partition.state.assignment().replicas().stream().mapToObj(partition::broker))
                    .isEqualTo(expect.numbers("replicas"));
            assertThat(partition.state.assignment().reassigning()).isFalse();
        }
        if (expect.has("isr")) {
            assertThat(partition.brokers(partition.state.isr())).hasSameElementsAs(expect.numbers("isr"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("eligibleReplicas")
    void eligible_replicas_are_kept_as_in_Kafka(Cases its) {
        for (boolean elr : List.of(true, false)) {
            Partition partition = new Partition(its, elr);
            int before = partition.state.leader();

            partition.change();

            Cases expect = its.nested(elr ? "withElr" : "withoutElr");
            assertThat(partition.brokers(partition.state.isr())).hasSameElementsAs(expect.numbers("isr"));
            assertThat(partition.brokers(partition.state.elr())).hasSameElementsAs(expect.numbers("elr"));
            assertThat(partition.brokers(partition.state.lastKnownElr()))
                    .hasSameElementsAs(expect.numbers("lastKnownElr"));
            assertThat(partition.state.leader()).isEqualTo(before);
        }
    }

    /** A case's partition; its replicas are known by their places in the case's list. */
    private static final class Partition {
        private final Cases its;
        private final List<Integer> brokers;
        private final PartitionState state;

        Partition(Cases its, boolean elr) {
            this.its = its;
            this.brokers = its.numbers("replicas");
            int[] positions = new int[brokers.size()];
            for (int position = 0; position < positions.length; position++) {
                positions[position] = position;
            }
            Assignment assignment = new Assignment(
                    ImmutableIntArray.copyOf(positions), set(its.numbers("adding")), set(its.numbers("removing")));
            this.state = new PartitionState(
                            set(its.numbers("isr")),
                            set(its.numbers("elr")),
                            leaderBefore(),
                            NONE,
                            assignment,
                            its.has("minIsr") ? its.number("minIsr") : 1,
                            elr)
                    .remembering(set(its.numbers("lastKnownElr")));
        }

        private int leaderBefore() {
            if (its.has("leader")) {
                return brokers.indexOf(its.number("leader"));
            }
            return switch (its.text("algorithm")) {
                case "preferred" ->
                    brokers.stream()
                            .skip(1)
                            .filter(its.numbers("isr")::contains)
                            .filter(its.numbers("live")::contains)
                            .map(brokers::indexOf)
                            .findFirst()
                            .orElse(NONE);
                case "controlledShutdown" ->
                    brokers.indexOf(its.numbers("shuttingDown").get(0));
                default -> NONE;
            };
        }

        void change() {
            List<Integer> leaving = its.numbers("shuttingDown");
            List<Integer> target =
                    new ArrayList<>(its.has("targetIsr") ? its.numbers("targetIsr") : its.numbers("isr"));
            target.removeAll(leaving);
            List<Integer> acceptable = its.numbers("live");
            acceptable.removeAll(leaving);
            if (its.text("algorithm").equals("reassign")) {
                state.reassign(state.assignment().replicas(), set(acceptable));
            }
            state.change(set(target), set(its.numbers("stoppedUncleanly")), set(acceptable), election());
        }

        private Election election() {
            return switch (its.text("algorithm")) {
                case "preferred" -> Election.PREFERRED;
                case "unclean" -> Election.UNCLEAN;
                default -> its.is("uncleanElection") ? Election.UNCLEAN : Election.ONLINE;
            };
        }

        int broker(int position) {
            return brokers.get(position);
        }

        List<Integer> brokers(int set) {
            return brokers.stream()
                    .filter(broker -> (set >> brokers.indexOf(broker) & 1) != 0)
                    .toList();
        }

        private int set(List<Integer> members) {
            return members.stream()
                    .mapToInt(broker -> 1 << brokers.indexOf(broker))
                    .sum();
        }
    }
}
