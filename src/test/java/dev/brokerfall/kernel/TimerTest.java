package dev.brokerfall.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
final class TimerTest {

    private final Agenda agenda = new Agenda();
    private final List<Long> rings = new ArrayList<>();
    private final Timer timer = agenda.timer((kind, target, payload) -> rings.add(agenda.now()), 0, 0);

    @Test
    void it_is_not_set_at_first_and_has_no_due_time() {
        assertThat(timer.isSet()).isFalse();
        assertThatIllegalStateException().isThrownBy(timer::due);
    }

    @Test
    void it_knows_when_it_is_due_until_it_has_rung() {
        agenda.runUntil(10, 1);
        timer.setAfter(5);
        assertThat(timer.due()).isEqualTo(15);

        agenda.runUntil(15, 1);

        assertThat(rings).containsExactly(15L);
        assertThat(timer.isSet()).isFalse();
    }

    @Test
    void it_can_be_set_again_after_it_rang() {
        timer.setAt(1);
        agenda.runUntil(2, 10);
        timer.setAt(3);
        agenda.runUntil(4, 10);

        assertThat(rings).containsExactly(1L, 3L);
    }

    @Test
    void it_may_set_itself_while_it_rings() {
        Timer[] itself = new Timer[1];
        itself[0] = agenda.timer(
                (kind, target, payload) -> {
                    rings.add(agenda.now());
                    if (rings.size() < 3) {
                        itself[0].setAfter(10);
                    }
                },
                0,
                0);
        itself[0].setAt(10);

        agenda.runUntil(100, 10);

        assertThat(rings).containsExactly(10L, 20L, 30L);
    }
}
