package dev.brokerfall.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** To what a consequence of several faults is put down. */
final class CauseTest {

    @Test
    void the_fault_that_began_first_is_the_cause() {
        Cause crash = new Cause("nodeCrash", 10);
        Cause upgrade = new Cause("nodePoolUpgrade", 20);
        assertThat(crash.earliest(upgrade)).isEqualTo(crash);
        assertThat(upgrade.earliest(crash)).isEqualTo(crash);
    }

    @Test
    void faults_that_began_together_are_joined_each_once_in_order_of_name() {
        Cause crash = new Cause("nodeCrash", 10);
        Cause freeze = new Cause("nodeFreeze", 10);
        Cause both = freeze.earliest(crash);
        assertThat(both).isEqualTo(new Cause("nodeCrash+nodeFreeze", 10));
        assertThat(both.earliest(freeze)).isEqualTo(both);
        assertThat(crash.earliest(both)).isEqualTo(both);
    }
}
