package dev.brokerfall.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.kafka.Cohort;
import dev.brokerfall.kafka.KafkaCluster;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.Streams;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The seam between a platform and Kafka: three brokers of a platform that does what the test says. */
final class KafkaProcessesTest {

    private static final Cause CRASH = new Cause("nodeCrash", 0);

    private final Agenda agenda = new Agenda();
    private final KafkaProcesses processes =
            new KafkaProcesses(agenda, new Streams(1, 0), 3, List.of(), 3, false, Optional.empty(), false);
    private final KafkaCluster kafka = new KafkaCluster(agenda, new Streams(1, 0), Worlds.kafka(), processes);

    KafkaProcessesTest() {
        processes.connect(
                kafka,
                new KafkaProcesses.Platform() {
                    @Override
                    public void exited(int process) {}

                    @Override
                    public void workloadChanged() {}

                    @Override
                    public void launch(int process, Cause cause) {}

                    @Override
                    public void retire(int process, Cause cause) {}
                },
                () -> {});
    }

    @Test
    void a_process_leaves_the_network_and_the_volume_that_failed_it_with_its_machine() {
        processes.partitioned(0, CRASH);
        processes.hung(0, CRASH);
        passMinutes(1);

        processes.killed(0, true, CRASH);
        processes.started(0, DataState.INTACT, CRASH);
        passMinutes(10);

        assertThat(kafka.brokerReady(0)).isTrue();
        assertThat(kafka.isrFull()).isTrue();
    }

    @Test
    void clients_wait_for_a_machine_that_is_gone_and_not_for_a_process_that_is() {
        processes.killed(0, false, CRASH);
        assertThat(kafka.cohorts()).allMatch(Cohort::answersClients);

        processes.killed(1, true, CRASH);
        assertThat(kafka.cohorts()).allMatch(cohort -> cohort.answersClients() == (cohort.leader() != 1));
    }

    private void passMinutes(int minutes) {
        agenda.runUntil(agenda.now() + minutes * 60_000L, Long.MAX_VALUE);
    }
}
