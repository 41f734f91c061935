package dev.brokerfall.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.cluster.DataState;
import dev.brokerfall.cluster.Workload;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Cause;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.random.Streams;
import dev.brokerfall.storage.StorageConfig;
import dev.brokerfall.unit.DataSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Agents pin their processes: what comes back by itself, and what waits for a human. Every duration here is constant. */
final class HostsTest {

    private static final Cause FAULT = new Cause("fault", 0);
    private static final long CEILING = 100_000;

    private final Agenda agenda = new Agenda();
    private final Story story = new Story();

    @Test
    void a_reboot_brings_the_process_back_on_its_agent_with_its_data() {
        Hosts hosts = hosts(Optional.empty());
        hosts.reboot(hosts.agentOf(0), FAULT);
        agenda.runUntil(3_600_000, CEILING);
        // Stopped at 0, out for 120 s from the end of its process, relaunched 10 s after.
        assertThat(story.lines).containsExactly("0 stop 0", "130000 start 0 INTACT");
    }

    @Test
    void a_power_cut_takes_only_what_was_not_flushed() {
        Hosts hosts = hosts(Optional.empty());
        hosts.powerLoss(hosts.agentOf(1), Duration.ofMinutes(5), FAULT);
        agenda.runUntil(3_600_000, CEILING);
        assertThat(story.lines).containsExactly("0 kill 1", "310000 start 1 TAIL_LOST");
    }

    @Test
    void a_broker_whose_host_is_replaced_waits_for_a_human_and_starts_empty() {
        Hosts hosts = hosts(Optional.empty());
        hosts.heal(hosts.agentOf(0), Duration.ofMinutes(8), FAULT);
        agenda.runUntil(7_200_000, CEILING);
        // Back at 480 s without its disk; the human takes 30 min from there: 480 + 1800 s.
        assertThat(story.lines).containsExactly("0 kill 0", "480000 lost 0", "2280000 start 0 EMPTY");
    }

    @Test
    void a_lost_machine_is_replaced_on_the_other_agent_of_its_zone() {
        Hosts hosts = hosts(Optional.empty());
        int before = hosts.agentOf(0);
        hosts.lose(before, Optional.empty(), FAULT);
        agenda.runUntil(7_200_000, CEILING);
        assertThat(story.lines).containsExactly("0 kill 0", "0 lost 0", "1800000 start 0 EMPTY");
        assertThat(hosts.agentOf(0)).isNotEqualTo(before);
        assertThat(hosts.agentsOf("a")).contains(hosts.agentOf(0));
    }

    @Test
    void an_ensemble_member_keeps_its_data_whatever_befalls_its_agent() {
        Hosts hosts = hosts(Optional.empty());
        hosts.heal(hosts.agentOf(3), Duration.ofMinutes(8), FAULT);
        agenda.runUntil(7_200_000, CEILING);
        assertThat(story.lines).containsExactly("0 kill 3", "490000 start 3 INTACT");
    }

    @Test
    void a_frozen_agent_freezes_its_processes_for_as_long() {
        Hosts hosts = hosts(Optional.empty());
        hosts.freeze(hosts.agentOf(2), Duration.ofSeconds(5), FAULT);
        hosts.freeze(hosts.agentOf(2), Duration.ofSeconds(8), FAULT);
        agenda.runUntil(3_600_000, CEILING);
        assertThat(story.lines).containsExactly("0 freeze 2", "8000 thaw 2");
    }

    @Test
    void a_machine_that_cannot_be_paused_is_moved_and_comes_back_without_its_disk() {
        Hosts hosts = hosts(Optional.empty(), false);
        hosts.freeze(hosts.agentOf(2), Duration.ofSeconds(5), FAULT);
        agenda.runUntil(7_200_000, CEILING);
        // Stopped at once, on its new host after 480 s, where the human takes 30 min.
        assertThat(story.lines).containsExactly("0 stop 2", "480000 lost 2", "2280000 start 2 EMPTY");
    }

    @Test
    void careful_maintenance_waits_for_full_in_sync_sets_between_two_agents() {
        story.isrFull = false;
        Hosts hosts = hosts(Optional.of(
                new HostsConfig.Maintenance(Duration.ofDays(1), RandomDuration.constant(Duration.ofMinutes(2)), true)));
        agenda.runUntil(Duration.ofDays(1).toMillis(), CEILING);
        assertThat(story.lines).isEmpty();

        story.isrFull = true;
        hosts.workloadChanged();
        agenda.runUntil(Duration.ofDays(1).plusHours(1).toMillis(), CEILING);
        // All six agents in turn: three brokers and three ensemble members stop and start once each.
        assertThat(story.lines.stream().filter(line -> line.contains("stop"))).hasSize(6);
        assertThat(story.lines.stream().filter(line -> line.contains("INTACT"))).hasSize(6);
        assertThat(story.largestOut).isEqualTo(1);
    }

    @Test
    void quiet_agents_have_no_events() {
        hosts(Optional.empty());
        agenda.runUntil(Duration.ofDays(365).toMillis(), CEILING);
        assertThat(agenda.handled()).isZero();
    }

    private Hosts hosts(Optional<HostsConfig.Maintenance> maintenance) {
        return hosts(maintenance, true);
    }

    private Hosts hosts(Optional<HostsConfig.Maintenance> maintenance, boolean pausable) {
        HostsConfig config = new HostsConfig(
                List.of("a", "b", "c"),
                2,
                3,
                3,
                new StorageConfig.LocalVolume(StorageConfig.LocalVolume.Device.TEMP_SSD, DataSize.gibibytes(300)),
                maintenance,
                RandomDuration.constant(Duration.ofSeconds(10)),
                RandomDuration.constant(Duration.ofMinutes(30)),
                RandomDuration.constant(Duration.ofMinutes(2)),
                RandomDuration.constant(Duration.ofMinutes(8)),
                Duration.ofSeconds(30),
                pausable);
        Hosts hosts = new Hosts(agenda, new Streams(7, 0), config, story, story);
        story.hosts = Optional.of(hosts);
        return hosts;
    }

    /** Writes down what the agents do to their processes; these stop at once when asked. */
    private final class Story implements Workload, HostsListener {
        private final List<String> lines = new ArrayList<>();
        private Optional<Hosts> hosts = Optional.empty();
        private boolean isrFull = true;
        private int out;
        private int largestOut;

        @Override
        public void started(int process, DataState data, Cause cause) {
            out--;
            note("start " + process + " " + data);
        }

        @Override
        public void stopRequested(int process, Cause cause) {
            out++;
            largestOut = Math.max(largestOut, out);
            note("stop " + process);
            hosts.ifPresent(platform -> platform.exited(process));
        }

        @Override
        public void killed(int process, boolean memoryLost, Cause cause) {
            note("kill " + process);
        }

        @Override
        public void frozen(int process, Cause cause) {
            note("freeze " + process);
        }

        @Override
        public void thawed(int process) {
            note("thaw " + process);
        }

        @Override
        public void hung(int process, Cause cause) {
            note("hang " + process);
        }

        @Override
        public void unhung(int process) {
            note("unhang " + process);
        }

        @Override
        public void partitioned(int process, Cause cause) {
            note("cut " + process);
        }

        @Override
        public void healed(int process) {
            note("heal " + process);
        }

        @Override
        public boolean mayEvict(int process) {
            return true;
        }

        @Override
        public boolean ready(int process) {
            return true;
        }

        @Override
        public boolean isrFull() {
            return isrFull;
        }

        @Override
        public void dataLost(int process, String agent, Cause cause) {
            note("lost " + process);
        }

        private void note(String what) {
            lines.add(agenda.now() + " " + what);
        }
    }
}
