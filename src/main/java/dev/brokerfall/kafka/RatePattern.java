package dev.brokerfall.kafka;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;
import java.util.Arrays;

/**
 * How what producers offer goes up and down in the hours of a week, as multiples of its mean. Time 0 is a Monday's midnight.
 *
 * <p>It is constant within an hour, so that what is offered in any length of time is known without going through it hour by hour: a
 * cluster that is left alone has no events, whatever its pattern.
 */
public final class RatePattern {

    /** The same rate at all times. */
    public static final RatePattern CONSTANT = new RatePattern(new double[0]);

    /** The hours of a week. */
    public static final int HOURS = 168;

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long WEEK = HOURS * HOUR;

    private final double[] multiple;
    private final double[] before;

    private RatePattern(double[] multiple) {
        this.multiple = multiple;
        this.before = new double[multiple.length];
        for (int hour = 1; hour < before.length; hour++) {
            before[hour] = before[hour - 1] + multiple[hour - 1] * HOUR;
        }
    }

    /**
     * Returns the pattern of a week.
     *
     * @param rates of its {@link #HOURS} hours, from a Monday's midnight on, in any unit; none negative, not all zero
     */
    public static RatePattern ofHours(double[] rates) {
        checkArgument(rates.length == HOURS, "a week has %s hours, not %s", HOURS, rates.length);
        double sum = Arrays.stream(rates).sum();
        checkArgument(0 < sum && sum < Double.POSITIVE_INFINITY, "a pattern needs rates of more than zero");
        checkArgument(Arrays.stream(rates).allMatch(rate -> rate >= 0), "no rate may be negative");
        return new RatePattern(
                Arrays.stream(rates).map(rate -> rate * HOURS / sum).toArray());
    }

    /** Returns whether the rate never changes. */
    public boolean isConstant() {
        return multiple.length == 0;
    }

    /** Returns the rate at an instant, in multiples of the mean. */
    public double at(long instant) {
        return isConstant() ? 1 : multiple[hour(instant)];
    }

    /** Returns the highest rate, in multiples of the mean. */
    public double peak() {
        return Arrays.stream(multiple).max().orElse(1);
    }

    /** Returns how many milliseconds at the mean rate offer what is offered between two instants. */
    public double between(long from, long to) {
        if (isConstant()) {
            return (double) to - from;
        }
        long weeks = Math.floorDiv(to, WEEK) - Math.floorDiv(from, WEEK);
        return (double) weeks * WEEK + (sinceMonday(to) - sinceMonday(from));
    }

    /** Returns the most that {@link #between} is for any two instants so many milliseconds apart. */
    public double most(long length) {
        if (isConstant()) {
            return length;
        }
        double most = 0;
        // What a moving window holds rises and falls evenly until one of its ends comes to a full hour.
        for (long hour = 0; hour < WEEK; hour += HOUR) {
            most = Math.max(most, Math.max(between(hour, hour + length), between(hour - length, hour)));
        }
        return most;
    }

    /** Returns the first instant after {@code instant} from which on the rate is another; {@link Long#MAX_VALUE} if there is none. */
    long nextChange(long instant) {
        long next = Math.floorDiv(instant, HOUR) * HOUR;
        for (int hours = 0; hours < HOURS && !isConstant(); hours++) {
            next += HOUR;
            if (at(next) != at(instant)) {
                return next;
            }
        }
        return Long.MAX_VALUE;
    }

    private double sinceMonday(long instant) {
        int hour = hour(instant);
        return before[hour] + multiple[hour] * Math.floorMod(instant, HOUR);
    }

    private static int hour(long instant) {
        return (int) (Math.floorMod(instant, WEEK) / HOUR);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RatePattern pattern && Arrays.equals(multiple, pattern.multiple);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(multiple);
    }
}
