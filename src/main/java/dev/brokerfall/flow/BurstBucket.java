package dev.brokerfall.flow;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The credits of something that carries more than its base rate for a while: a token bucket as a fluid, as Azure has one for each disk
 * and each VM that may burst ("Managed disk bursting").
 *
 * <pre>
 * credits      it carries        they
 * some         the burst rate    fall at used - base, or rise at base - used until the bucket is full
 * none         the base rate     rise at base - used
 * </pre>
 *
 * <p>The bucket is full at the start and holds what bursting takes of it in {@code lasting}: (burst - base) × lasting. Credits are a linear
 * function of time while {@code used} stays as it is, so that the only instant at which anything happens by itself is that at which the
 * last one is spent. Use that equals the base rate but for rounding leaves them as they are.
 */
public final class BurstBucket {

    /** Rates closer than this share of them are the same. */
    private static final double ROUNDING = 1e-9;

    private final double base;
    private final double burst;
    private final double size;
    private double credits;
    private double used;
    private long readAt;

    /**
     * Creates a full bucket.
     *
     * @param base what is carried for good, in bytes a millisecond
     * @param burst what is carried while there are credits
     * @param lasting for how many milliseconds a full bucket lets something burst that takes all it can
     */
    public BurstBucket(double base, double burst, long lasting, long now) {
        checkArgument(base <= burst, "a burst must not be slower than its base: %s and %s", burst, base);
        this.base = base;
        this.burst = burst;
        this.size = (burst - base) * lasting;
        this.readAt = now;
        this.credits = size;
    }

    /** Fills the bucket. */
    public void refill(long now) {
        readAt = now;
        credits = size;
    }

    /** Says what is used from now on, in bytes a millisecond. */
    public void use(double rate, long now) {
        credits = creditsAt(now);
        readAt = now;
        used = Math.abs(rate - base) <= base * ROUNDING ? base : rate;
    }

    /** Returns the credits, in bytes. */
    public double creditsAt(long now) {
        return Math.max(0, Math.min(size, credits + (base - used) * (now - readAt)));
    }

    /** Returns whether there is no room for more credits. */
    public boolean isFull(long now) {
        return creditsAt(now) == size;
    }

    /** Returns what can be carried, in bytes a millisecond. */
    public double capacity(long now) {
        return creditsAt(now) > 0 ? burst : base;
    }

    /** Returns what is carried for good, in bytes a millisecond. */
    public double base() {
        return base;
    }

    /** Returns what can be carried at most, in bytes a millisecond. */
    public double burst() {
        return burst;
    }

    /** Returns how many milliseconds the credits last if nothing changes; infinite if they do not fall. */
    public double untilSpent(long now) {
        double left = creditsAt(now);
        return used > base && left > 0 ? left / (used - base) : Double.POSITIVE_INFINITY;
    }
}
