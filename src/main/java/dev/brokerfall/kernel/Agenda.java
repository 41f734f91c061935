package dev.brokerfall.kernel;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The calendar of one simulated life: what is due, in the total order (time, sequence), and the clock that moves with it.
 *
 * <p>Time is a {@code long} of milliseconds from 0. Events that are due at the same instant come in the order in which they
 * were scheduled. An event is a value, not a closure: the actor it belongs to, a kind, a target and a payload.
 *
 * <p>Behind it stands an implicit 4-ary heap over primitive arrays. Time (42 bits, 139 years) and sequence (21 bits) are packed
 * into one key, so that a comparison is one subtraction; when the sequence runs out, the pending events are numbered anew, in
 * order. Nothing is allocated per event once the arrays have grown to the largest number of pending events.
 *
 * <p>While an event is handled its place at the root stays open, for most events schedule another: that one sinks from the root,
 * which costs one walk through the heap instead of two. The key of the open place is still the smallest, so that the heap is
 * sound meanwhile.
 */
public final class Agenda {

    /** The last instant that can be scheduled: 2^42 - 1 ms, about 139 years. */
    public static final long LATEST = (1L << 42) - 1;

    private static final int SEQUENCE_BITS = 21;
    private static final long SEQUENCE_LIMIT = 1L << SEQUENCE_BITS;
    private static final int NOT_PENDING = -1;
    /** Marks the slot of a timer, which is not given back when it rings. */
    private static final long TIMER = Long.MIN_VALUE;

    private long[] heapKey = new long[64];
    private int[] heapSlot = new int[64];
    private int pending;
    private boolean rootOpen;

    private @Nullable Actor[] actor = new Actor[64];
    /** Kind and target of each event: the one in the upper half, the other in the lower. */
    private long[] what = new long[64];

    private long[] payload = new long[64];
    private int[] position = new int[64];
    /** Slots that were given back; timers keep theirs. */
    private int[] free = new int[64];

    private int freeCount;
    private int slots;

    private long now;
    private long sequence;
    private long handled;
    private boolean halted;

    /** Returns the present instant in milliseconds. */
    public long now() {
        return now;
    }

    /** Returns how many events have been handled so far. */
    public long handled() {
        return handled;
    }

    /** Returns how many events are pending. */
    public int pending() {
        return rootOpen ? pending - 1 : pending;
    }

    /**
     * Schedules an event that cannot be taken back.
     *
     * @param at the instant it is due, in milliseconds, not before {@link #now()}
     */
    public void at(long at, Actor owner, int kind, int target, long payload) {
        insert(acquire(owner, kind, target, payload, 0), at);
    }

    /** Schedules an event {@code delay} milliseconds from now that cannot be taken back. */
    public void after(long delay, Actor owner, int kind, int target, long payload) {
        at(now + delay, owner, kind, target, payload);
    }

    /** Returns a timer, not yet set, whose event has payload 0. */
    public Timer timer(Actor owner, int kind, int target) {
        return new Timer(this, acquire(owner, kind, target, 0, TIMER));
    }

    /**
     * Handles everything that is due until {@code horizon}, then moves the clock there, unless it is halted.
     *
     * @param horizon the instant to stop at, in milliseconds; events due exactly then are handled
     * @param ceiling the number of events after which the run is taken for endless
     * @throws IllegalStateException when the ceiling is exceeded
     */
    public void runUntil(long horizon, long ceiling) {
        checkArgument(horizon >= now, "horizon %s ms lies before now, %s ms", horizon, now);
        while (!halted && pending > 0 && heapKey[0] >>> SEQUENCE_BITS <= horizon) {
            step();
            checkState(handled <= ceiling, "more than %s events by %s ms: endless loop?", ceiling, now);
        }
        if (!halted) {
            now = horizon;
        }
    }

    /** Stops the clock for good, after the event that is being handled. */
    public void halt() {
        halted = true;
    }

    /** Handles the next event; there must be one. */
    void step() {
        int slot = heapSlot[0];
        now = heapKey[0] >>> SEQUENCE_BITS;
        rootOpen = true;
        position[slot] = NOT_PENDING;
        Actor owner = actor[slot];
        long itsKindAndTarget = what[slot];
        long itsPayload = payload[slot];
        if (itsKindAndTarget >= 0) {
            free[freeCount++] = slot;
        }
        handled++;
        if (owner != null) {
            owner.handle((int) (itsKindAndTarget >>> 32) & Integer.MAX_VALUE, (int) itsKindAndTarget, itsPayload);
        }
        if (rootOpen) {
            rootOpen = false;
            removeAt(0);
        }
    }

    boolean isPending(int slot) {
        return position[slot] != NOT_PENDING;
    }

    long due(int slot) {
        checkState(isPending(slot), "the timer is not set");
        return heapKey[position[slot]] >>> SEQUENCE_BITS;
    }

    void cancel(int slot) {
        if (position[slot] != NOT_PENDING) {
            removeAt(position[slot]);
            position[slot] = NOT_PENDING;
        }
    }

    void set(int slot, long at) {
        if (position[slot] == NOT_PENDING) {
            insert(slot, at);
            return;
        }
        long key = key(at);
        int place = position[slot];
        if (key < heapKey[place]) {
            siftUp(place, key, slot);
        } else {
            siftDown(place, key, slot);
        }
    }

    private int acquire(Actor owner, int itsKind, int itsTarget, long itsPayload, long mark) {
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else {
            slot = slots++;
            if (slot == actor.length) {
                grow();
            }
        }
        actor[slot] = owner;
        what[slot] = mark | (long) itsKind << 32 | (itsTarget & 0xffffffffL);
        payload[slot] = itsPayload;
        position[slot] = NOT_PENDING;
        return slot;
    }

    private void grow() {
        int larger = actor.length * 2;
        actor = Arrays.copyOf(actor, larger);
        what = Arrays.copyOf(what, larger);
        payload = Arrays.copyOf(payload, larger);
        position = Arrays.copyOf(position, larger);
        free = Arrays.copyOf(free, larger);
        heapKey = Arrays.copyOf(heapKey, larger);
        heapSlot = Arrays.copyOf(heapSlot, larger);
    }

    private long key(long at) {
        checkArgument(
                at >= now && at <= LATEST,
                "an event at %s ms lies before now (%s ms) or after the last instant",
                at,
                now);
        if (sequence == SEQUENCE_LIMIT) {
            renumber();
        }
        return at << SEQUENCE_BITS | sequence++;
    }

    /** Numbers the pending events anew by their rank, which leaves each where it is in the heap. */
    private void renumber() {
        checkState(pending < SEQUENCE_LIMIT, "%s events are pending; an agenda holds %s", pending, SEQUENCE_LIMIT);
        long[] ranks = Arrays.copyOf(heapKey, pending);
        Arrays.sort(ranks);
        for (int place = 0; place < pending; place++) {
            long rank = Arrays.binarySearch(ranks, heapKey[place]);
            heapKey[place] = heapKey[place] >>> SEQUENCE_BITS << SEQUENCE_BITS | rank;
        }
        sequence = pending;
    }

    private void insert(int slot, long at) {
        long key = key(at);
        if (rootOpen) {
            rootOpen = false;
            siftDown(0, key, slot);
        } else {
            siftUp(pending++, key, slot);
        }
    }

    private void removeAt(int place) {
        int last = --pending;
        if (place == last) {
            return;
        }
        long key = heapKey[last];
        int slot = heapSlot[last];
        if (place > 0 && key < heapKey[(place - 1) >> 2]) {
            siftUp(place, key, slot);
        } else {
            siftDown(place, key, slot);
        }
    }

    private void siftUp(int start, long key, int slot) {
        int place = start;
        while (place > 0) {
            int parent = (place - 1) >> 2;
            if (heapKey[parent] <= key) {
                break;
            }
            put(place, heapKey[parent], heapSlot[parent]);
            place = parent;
        }
        put(place, key, slot);
    }

    /**
     * Chooses the smallest of four children by sign bits rather than by branches, which a processor would mispredict half the
     * time, and carries its key along rather than loading it again.
     */
    private void siftDown(int start, long key, int slot) {
        long[] keys = heapKey;
        int place = start;
        int child;
        while ((child = (place << 2) + 1) + 3 < pending) {
            long first = keys[child];
            long third = keys[child + 2];
            long leftLess = keys[child + 1] - first;
            long rightLess = keys[child + 3] - third;
            long left = first + (leftLess & leftLess >> 63);
            long right = third + (rightLess & rightLess >> 63);
            long less = right - left;
            long smallest = left + (less & less >> 63);
            if (smallest >= key) {
                put(place, key, slot);
                return;
            }
            int leftChild = child - (int) (leftLess >> 63);
            int rightChild = child + 2 - (int) (rightLess >> 63);
            int next = leftChild + (rightChild - leftChild & (int) (less >> 63));
            put(place, smallest, heapSlot[next]);
            place = next;
        }
        if (child < pending) {
            int smallest = child;
            for (int other = child + 1; other < pending; other++) {
                if (keys[other] < keys[smallest]) {
                    smallest = other;
                }
            }
            if (keys[smallest] < key) {
                put(place, keys[smallest], heapSlot[smallest]);
                place = smallest;
            }
        }
        put(place, key, slot);
    }

    private void put(int place, long key, int slot) {
        heapKey[place] = key;
        heapSlot[place] = slot;
        position[slot] = place;
    }
}
