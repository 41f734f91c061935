package dev.brokerfall.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class PhaseTest {

    /** Ticks at …, -6, 4, 14, 24, … */
    private final Phase phase = new Phase(10, 4);

    @Test
    void a_tick_counts_as_at_or_after_itself_but_not_as_after_itself() {
        assertThat(phase.atOrAfter(14)).isEqualTo(14);
        assertThat(phase.after(14)).isEqualTo(24);
        assertThat(phase.atOrBefore(14)).isEqualTo(14);
    }

    @Test
    void between_ticks_the_neighbours_are_found() {
        assertThat(phase.atOrAfter(15)).isEqualTo(24);
        assertThat(phase.after(13)).isEqualTo(14);
        assertThat(phase.atOrBefore(23)).isEqualTo(14);
        assertThat(phase.atOrAfter(0)).isEqualTo(4);
        assertThat(phase.atOrBefore(0)).isEqualTo(-6);
    }

    @Test
    void a_drawn_phase_lies_at_the_share_of_its_period() {
        assertThat(Phase.drawn(2000, 0.25)).isEqualTo(new Phase(2000, 500));
        assertThat(Phase.drawn(2000, 0)).isEqualTo(new Phase(2000, 0));
        assertThat(Phase.drawn(2000, Math.nextDown(1.0))).isEqualTo(new Phase(2000, 1999));
    }

    @Test
    void a_phase_without_a_period_or_with_its_offset_outside_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Phase(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Phase(10, 10));
        assertThatIllegalArgumentException().isThrownBy(() -> new Phase(10, -1));
    }
}
