package dev.brokerfall.kernel;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The agenda beside {@link PriorityQueue}. <em>Hold</em>: handle the next event, which schedules another, with a constant number
 * pending. <em>Reset</em>: move a timer that is pending, as a session does at every heartbeat.
 */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AgendaBenchmark implements Actor {

    private static final int MASK = (1 << 16) - 1;
    private static final long MEAN_DELAY = 60_000;

    @Param({"100", "10000"})
    public int pending;

    private final long[] delays = new long[MASK + 1];
    private int next;

    private Agenda agenda = new Agenda();
    private Agenda timed = new Agenda();
    private Timer[] timers = new Timer[0];
    private PriorityQueue<Event> queue = new PriorityQueue<>();
    private PriorityQueue<Event> resettable = new PriorityQueue<>();
    private PriorityQueue<Event> lazy = new PriorityQueue<>();
    private Event[] alarms = new Event[0];
    private Event[] lazyAlarms = new Event[0];
    private Event current = new Event(this::again, 0, 0, 0);
    private long sequence;
    private long clock;

    /** An event as a plain program would have it, ordered by (time, sequence); the same object is used again. */
    static final class Event implements Comparable<Event> {
        private final Actor owner;
        private final int target;
        private long at;
        private long sequence;
        private boolean cancelled;

        Event(Actor owner, int target, long at, long sequence) {
            this.owner = owner;
            this.target = target;
            this.at = at;
            this.sequence = sequence;
        }

        @Override
        public int compareTo(Event other) {
            int order = Long.compare(at, other.at);
            return order != 0 ? order : Long.compare(sequence, other.sequence);
        }
    }

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i <= MASK; i++) {
            delays[i] = (long) (-MEAN_DELAY * StrictMath.log(1 - random.nextDouble()));
        }
        timers = new Timer[pending];
        alarms = new Event[pending];
        lazyAlarms = new Event[pending];
        for (int i = 0; i < pending; i++) {
            long at = delay();
            agenda.at(at, this, 0, i, 0);
            queue.add(new Event(this::again, i, at, sequence++));
            long far = alarmDelay();
            timers[i] = timed.timer((kind, target, payload) -> {}, 0, i);
            timers[i].setAt(far);
            alarms[i] = new Event(this::again, i, far, sequence++);
            resettable.add(alarms[i]);
            lazyAlarms[i] = new Event(this::again, i, far, sequence++);
            lazy.add(lazyAlarms[i]);
        }
    }

    private long delay() {
        next = next + 1 & MASK;
        return delays[next];
    }

    /** Each timer is moved once in {@code pending} ms, so that none comes due. */
    private long alarmDelay() {
        return 2L * pending + delay() * 2 * pending / MEAN_DELAY;
    }

    @Override
    public void handle(int kind, int target, long payload) {
        agenda.after(delay(), this, kind, target, payload);
    }

    @Benchmark
    public long holdAgenda() {
        agenda.step();
        return agenda.now();
    }

    @Benchmark
    public long holdPriorityQueue() {
        Event event = queue.remove();
        current = event;
        clock = event.at;
        event.owner.handle(0, event.target, 0);
        return clock;
    }

    private void again(int kind, int target, long payload) {
        current.at = clock + delay();
        current.sequence = sequence++;
        queue.add(current);
    }

    @Benchmark
    public long resetAgenda() {
        clock++;
        timed.runUntil(clock, Long.MAX_VALUE);
        timers[(int) (clock % pending)].setAfter(alarmDelay());
        return timed.now();
    }

    @Benchmark
    public long resetPriorityQueueByRemoving() {
        clock++;
        Event event = alarms[(int) (clock % pending)];
        resettable.remove(event);
        event.at = clock + alarmDelay();
        event.sequence = sequence++;
        resettable.add(event);
        return event.at;
    }

    /** The usual way round the linear search: the old entry stays, marked, and is thrown away when it comes up. */
    @Benchmark
    public long resetPriorityQueueByMarking() {
        clock++;
        Event head;
        while ((head = lazy.peek()) != null && head.at <= clock) {
            lazy.remove();
        }
        int which = (int) (clock % pending);
        lazyAlarms[which].cancelled = true;
        lazyAlarms[which] = new Event(this::again, which, clock + alarmDelay(), sequence++);
        lazy.add(lazyAlarms[which]);
        return lazyAlarms[which].cancelled ? 0 : clock;
    }
}
