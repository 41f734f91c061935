package dev.brokerfall.kafka;

import java.util.Arrays;

/** Lags in the order in which they are due, from which any can be taken out: a binary heap that tells each lag its place. */
final class LagHeap {

    static final int ABSENT = -1;

    private final int which;
    private Lag[] lags = new Lag[8];
    private double[] due = new double[8];
    private int size;

    /** Creates an empty heap that writes the place of a lag into {@code place[which]}. */
    LagHeap(int which) {
        this.which = which;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Returns when the first is due; infinite when there is none. */
    double firstDue() {
        return size == 0 ? Double.POSITIVE_INFINITY : due[0];
    }

    /** Takes out the first. */
    Lag removeFirst() {
        Lag first = lags[0];
        remove(first);
        return first;
    }

    /** Puts a lag in, or moves it, so that it is due at {@code instant}. */
    void set(Lag lag, double instant) {
        int place = lag.place[which];
        if (place == ABSENT) {
            if (size == due.length) {
                lags = Arrays.copyOf(lags, 2 * size);
                due = Arrays.copyOf(due, 2 * size);
            }
            place = size++;
        } else if (due[place] == instant) {
            return;
        }
        sift(place, lag, instant);
    }

    /** Takes a lag out if it is in. */
    void remove(Lag lag) {
        int place = lag.place[which];
        if (place == ABSENT) {
            return;
        }
        lag.place[which] = ABSENT;
        int last = --size;
        if (place != last) {
            sift(place, lags[last], due[last]);
        }
    }

    private void sift(int start, Lag lag, double instant) {
        int place = rise(start, instant);
        put(place == start ? sink(start, instant) : place, lag, instant);
    }

    private int rise(int start, double instant) {
        int place = start;
        while (place > 0 && due[(place - 1) >> 1] > instant) {
            put(place, lags[(place - 1) >> 1], due[(place - 1) >> 1]);
            place = (place - 1) >> 1;
        }
        return place;
    }

    private int sink(int start, double instant) {
        int place = start;
        int child;
        while ((child = 2 * place + 1) < size) {
            if (child + 1 < size && due[child + 1] < due[child]) {
                child++;
            }
            if (due[child] >= instant) {
                break;
            }
            put(place, lags[child], due[child]);
            place = child;
        }
        return place;
    }

    private void put(int place, Lag lag, double instant) {
        lags[place] = lag;
        due[place] = instant;
        lag.place[which] = place;
    }
}
