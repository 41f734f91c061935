package dev.brokerfall.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class AgendaTest {

    private static final long NO_CEILING = Long.MAX_VALUE;

    private final Agenda agenda = new Agenda();
    private final List<String> heard = new ArrayList<>();
    private final Actor listener =
            (kind, target, payload) -> heard.add("%d %d/%d/%d".formatted(agenda.now(), kind, target, payload));

    @Test
    void events_come_in_order_of_time_with_all_that_they_carry() {
        agenda.at(30, listener, 1, 2, 3);
        agenda.at(10, listener, 4, 5, -6);
        agenda.after(20, listener, 7, 8, Long.MAX_VALUE);

        agenda.runUntil(100, NO_CEILING);

        assertThat(heard).containsExactly("10 4/5/-6", "20 7/8/9223372036854775807", "30 1/2/3");
        assertThat(agenda.now()).isEqualTo(100);
        assertThat(agenda.handled()).isEqualTo(3);
        assertThat(agenda.pending()).isZero();
    }

    @Test
    void events_of_one_instant_come_in_the_order_in_which_they_were_scheduled() {
        for (int target = 0; target < 100; target++) {
            agenda.at(7, listener, 0, target, 0);
        }

        agenda.runUntil(7, NO_CEILING);

        assertThat(heard).hasSize(100);
        for (int target = 0; target < 100; target++) {
            assertThat(heard.get(target)).isEqualTo("7 0/%d/0", target);
        }
    }

    @Test
    void the_horizon_itself_is_played_and_what_lies_behind_it_waits() {
        agenda.at(10, listener, 0, 0, 0);
        agenda.at(11, listener, 1, 0, 0);

        agenda.runUntil(10, NO_CEILING);
        assertThat(heard).containsExactly("10 0/0/0");
        assertThat(agenda.pending()).isEqualTo(1);

        agenda.runUntil(11, NO_CEILING);
        assertThat(heard).containsExactly("10 0/0/0", "11 1/0/0");
    }

    @Test
    void a_cancelled_timer_is_silent_and_cancelling_it_again_is_nothing() {
        Timer timer = agenda.timer(listener, 3, 0);
        timer.setAt(5);
        timer.cancel();
        timer.cancel();

        agenda.runUntil(10, NO_CEILING);

        assertThat(heard).isEmpty();
        assertThat(timer.isSet()).isFalse();
    }

    @Test
    void a_moved_timer_comes_once_at_its_last_instant_and_behind_those_that_were_there_before() {
        Timer timer = agenda.timer(listener, 1, 0);
        timer.setAt(5);
        agenda.at(8, listener, 2, 0, 0);
        timer.setAt(9);
        timer.setAt(8);

        agenda.runUntil(10, NO_CEILING);

        assertThat(heard).containsExactly("8 2/0/0", "8 1/0/0");
    }

    @Test
    void an_actor_may_schedule_and_cancel_while_it_is_handled() {
        Timer[] other = new Timer[1];
        Actor actor = (kind, target, payload) -> {
            heard.add("%d %d".formatted(agenda.now(), kind));
            if (kind == 0) {
                other[0].cancel();
                agenda.after(0, listener, 9, 0, 0);
            }
        };
        other[0] = agenda.timer(actor, 1, 0);
        agenda.at(4, actor, 0, 0, 0);
        other[0].setAt(4);

        agenda.runUntil(4, NO_CEILING);

        assertThat(heard).containsExactly("4 0", "4 9/0/0");
    }

    @Test
    void the_past_cannot_be_scheduled_nor_what_lies_beyond_the_last_instant() {
        agenda.runUntil(100, NO_CEILING);

        assertThatIllegalArgumentException().isThrownBy(() -> agenda.at(99, listener, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> agenda.at(Agenda.LATEST + 1, listener, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> agenda.runUntil(99, NO_CEILING));
        assertThat(agenda.pending()).isZero();
    }

    @Test
    void an_endless_loop_is_stopped_by_the_ceiling() {
        Actor endless = new Actor() {
            @Override
            public void handle(int kind, int target, long payload) {
                agenda.after(0, this, 0, 0, 0);
            }
        };
        agenda.at(1, endless, 0, 0, 0);

        assertThatIllegalStateException()
                .isThrownBy(() -> agenda.runUntil(2, 1000))
                .withMessageContaining("more than 1000 events by 1 ms");
    }

    @Test
    void order_survives_the_numbering_anew_after_two_million_schedules() {
        // The sequence has 21 bits: 2^21 = 2,097,152 schedules exhaust it. Ties made before and after must keep their
        // order.
        Timer restless = agenda.timer(listener, 0, 0);
        for (int target = 1; target <= 50; target++) {
            agenda.at(1_000, listener, 1, target, 0);
        }
        for (int i = 0; i < (1 << 21) - 60; i++) {
            restless.setAt(2_000 + i % 7);
        }
        for (int target = 51; target <= 100; target++) {
            agenda.at(1_000, listener, 1, target, 0);
        }
        restless.setAt(1_000);

        agenda.runUntil(5_000, NO_CEILING);

        assertThat(heard).hasSize(101);
        for (int target = 1; target <= 100; target++) {
            assertThat(heard.get(target - 1)).isEqualTo("1000 1/%d/0", target);
        }
        assertThat(heard.get(100)).isEqualTo("1000 0/0/0");
    }

    /** 100,000 random operations on the agenda and on the obvious model, a queue of (time, sequence); both must say the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void it_behaves_like_a_sorted_queue(long seed) {
        Model model = new Model(seed);
        for (int i = 0; i < 100_000; i++) {
            model.operate();
        }
        model.finish();
    }

    private static final class Model {
        private record Due(long at, long sequence, int target) {}

        private final Agenda agenda = new Agenda();
        private final PriorityQueue<Due> queue = new PriorityQueue<>((one, other) ->
                one.at != other.at ? Long.compare(one.at, other.at) : Long.compare(one.sequence, other.sequence));
        private final Timer[] timers = new Timer[40];
        private final Due[] set = new Due[timers.length];
        private final SplittableRandom random;
        private long sequence;
        private long heard;
        private boolean quiet;
        private int once = timers.length;

        Model(long seed) {
            random = new SplittableRandom(seed);
            for (int i = 0; i < timers.length; i++) {
                timers[i] = agenda.timer(this::hear, 0, i);
                set[i] = new Due(-1, -1, -1);
            }
        }

        private void hear(int kind, int target, long payload) {
            Due head = queue.remove();
            assertThat(target).isEqualTo(head.target);
            assertThat(agenda.now()).isEqualTo(head.at);
            heard++;
            for (int i = random.nextInt(3); i > 0 && !quiet; i--) {
                change(random.nextInt(4));
            }
        }

        void operate() {
            int what = random.nextInt(5);
            if (what < 4) {
                change(what);
            } else {
                runUntil(agenda.now() + random.nextInt(6));
            }
        }

        private void change(int what) {
            long at = agenda.now() + random.nextInt(50);
            int which = random.nextInt(timers.length);
            if (what == 0) {
                agenda.at(at, this::hear, 0, once, 0);
                queue.add(new Due(at, sequence++, once++));
            } else if (what < 3) {
                queue.remove(set[which]);
                timers[which].setAt(at);
                set[which] = new Due(at, sequence++, which);
                queue.add(set[which]);
                assertThat(timers[which].due()).isEqualTo(at);
            } else {
                assertThat(timers[which].isSet()).isEqualTo(queue.contains(set[which]));
                timers[which].cancel();
                queue.remove(set[which]);
            }
            assertThat(agenda.pending()).isEqualTo(queue.size());
        }

        void finish() {
            quiet = true;
            while (agenda.pending() > 0) {
                runUntil(agenda.now() + 100);
            }
            assertThat(agenda.handled()).isEqualTo(heard).isGreaterThan(20_000);
        }

        private void runUntil(long horizon) {
            agenda.runUntil(horizon, NO_CEILING);
            assertThat(queue.isEmpty() || queue.element().at > horizon).isTrue();
        }
    }
}
