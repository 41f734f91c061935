package dev.brokerfall.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class CauseTest {

    @Test
    void the_earlier_one_is_to_blame_whichever_is_asked() {
        Cause crash = new Cause("nodeCrash", 5);
        Cause upgrade = new Cause("nodePoolUpgrade", 9);

        assertThat(crash.earliest(upgrade)).isEqualTo(crash);
        assertThat(upgrade.earliest(crash)).isEqualTo(crash);
    }

    @Test
    void two_that_began_together_are_joined_in_order_of_name() {
        Cause crash = new Cause("nodeCrash", 5);
        Cause outage = new Cause("zoneOutage", 5);

        assertThat(outage.earliest(crash)).isEqualTo(new Cause("nodeCrash+zoneOutage", 5));
        assertThat(crash.earliest(outage)).isEqualTo(new Cause("nodeCrash+zoneOutage", 5));
        assertThat(crash.earliest(crash)).isEqualTo(crash);
    }
}
