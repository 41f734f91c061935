package dev.brokerfall.fault;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Draws a chain of faults otherwise than nature does, and keeps account of how much more probable that made it.
 *
 * <p>The chain begins with a fault that is forced now. From then on the sequences that take part no longer strike by themselves: while
 * the time since the beginning is t, further faults come at the rate {@code strength / (t + scale)} all together, whatever their own
 * hazards are, and each is of a name, and of a sequence with it, with the probability that the biasing gives it. Such a rate falls
 * as slowly as any that ends nowhere: a chain that lasts ten times as long as expected meets but a few faults more, and its weight
 * grows with a power of its length and not exponentially, so that lengths of any law are weighted with finite variance.
 *
 * <p>The scale is drawn for each chain. What a chain is weighted with is the probability with which all scales together draw it, not that
 * of the one by which it was drawn (the balance heuristic of Veach and Guibas, 1995): a scale that suits it badly then costs nothing but
 * its share.
 *
 * <p>The weight is the ratio of the two laws: the hazard of each sequence that struck, over the rate at which it was drawn, and the
 * exponential of what was drawn too much in between. A sequence that strikes one and the same thing each time is left to itself once
 * it has struck in this chain.
 */
public final class FailureBiasing implements Actor {

    private final Agenda agenda;
    private final BackgroundFaults faults;
    private final Biasing biasing;
    private final IntPredicate copies;
    private final Stream luck;
    private final Timer next;
    private final List<Integer> drawn = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final double[] logDrawn;
    private double logNature;
    private double scale;
    private double strength;
    private long began;
    private long since;
    private long struck;

    /**
     * Prepares to draw; nothing happens yet.
     *
     * @param copies whether a broker has a copy that counts, at the moment
     */
    public FailureBiasing(Agenda agenda, BackgroundFaults faults, Biasing biasing, IntPredicate copies, Stream luck) {
        this.agenda = agenda;
        this.faults = faults;
        this.biasing = biasing;
        this.copies = copies;
        this.luck = luck;
        this.next = agenda.timer(this, 0, 0);
        this.logDrawn = new double[biasing.scales().size()];
    }

    /**
     * Begins a chain now.
     *
     * @param needed how many faults more it takes
     * @return whether there is a fault to begin it with
     */
    public boolean begin(int needed) {
        strength = needed * biasing.strength();
        began = agenda.now();
        since = began;
        for (int sequence = 0; sequence < faults.sequences(); sequence++) {
            if (faults.canBeBiased(sequence)) {
                drawn.add(sequence);
            }
        }
        scale = drawScale();
        String[] names = names();
        double[] weights = weights(names, true);
        double total = sum(weights);
        if (total == 0) {
            return false;
        }
        int place = pick(weights, total);
        int sequence = drawn.get(place);
        logNature += StrictMath.log(faults.hazard(sequence) * total / weights[place]);
        faults.suspend(sequence);
        drawn.removeIf(each -> each != sequence && biasing.neverLater(faults.group(each)));
        drawn.forEach(faults::suspend);
        strike(sequence, names[place]);
        return true;
    }

    private double drawScale() {
        double rest = luck.uniform()
                * biasing.scales().stream().mapToDouble(Biasing.Scale::share).sum();
        for (Biasing.Scale each : biasing.scales()) {
            rest -= each.share();
            if (rest < 0) {
                return each.millis();
            }
        }
        return biasing.scales().get(biasing.scales().size() - 1).millis();
    }

    @Override
    public void handle(int kind, int target, long payload) {
        account();
        String[] names = names();
        double[] weights = weights(names, false);
        double total = sum(weights);
        int place = pick(weights, total);
        logNature += StrictMath.log(faults.hazard(drawn.get(place)) * total / weights[place]);
        for (int each = 0; each < logDrawn.length; each++) {
            logDrawn[each] += StrictMath.log(strength
                    / (agenda.now() - began + biasing.scales().get(each).millis()));
        }
        strike(drawn.get(place), names[place]);
    }

    /** From now on it takes another number of faults more. */
    public void needs(int faults) {
        if (strength != faults * biasing.strength()) {
            account();
            strength = faults * biasing.strength();
            await();
        }
    }

    /** Lets nature go on: nothing is drawn otherwise than by its law any more. */
    public void end() {
        account();
        next.cancel();
        drawn.forEach(faults::resume);
        drawn.clear();
    }

    /** Returns how much more probable by nature than as drawn is what has happened since the beginning, per millisecond of it. */
    public double weight() {
        account();
        return StrictMath.exp(logNature - largest()) / together();
    }

    /** Returns how probable it is of each scale, in the order of the biasing, that what has happened was drawn with it. */
    public double[] scales() {
        account();
        double together = together();
        double[] shares = new double[logDrawn.length];
        for (int each = 0; each < shares.length; each++) {
            shares[each] = share(each) * StrictMath.exp(logDrawn[each] - largest()) / together;
        }
        return shares;
    }

    /** Returns the names of the faults that were drawn, in order. */
    public List<String> path() {
        return List.copyOf(path);
    }

    /** Returns how long after the beginning the last of them struck, in milliseconds. */
    public long lastStruck() {
        return struck - began;
    }

    private double together() {
        double sum = 0;
        for (int each = 0; each < logDrawn.length; each++) {
            sum += share(each) * StrictMath.exp(logDrawn[each] - largest());
        }
        return sum;
    }

    private double share(int scaleIndex) {
        return biasing.scales().get(scaleIndex).share()
                / biasing.scales().stream().mapToDouble(Biasing.Scale::share).sum();
    }

    private double largest() {
        double largest = logDrawn[0];
        for (double each : logDrawn) {
            largest = Math.max(largest, each);
        }
        return largest;
    }

    private void strike(int sequence, String name) {
        path.add(name);
        struck = agenda.now();
        boolean left = faults.strikesTheSame(sequence) || biasing.neverLater(faults.group(sequence));
        if (left) {
            drawn.remove(Integer.valueOf(sequence));
        }
        faults.strikeNow(sequence, left);
        await();
    }

    private void await() {
        if (drawn.isEmpty()) {
            next.cancel();
            return;
        }
        double elapsed = agenda.now() - began + scale;
        double budget = -StrictMath.log1p(-luck.uniform());
        double after = elapsed * StrictMath.expm1(budget / strength);
        if (after < Agenda.LATEST - agenda.now()) {
            next.setAfter(Math.max(1, Math.round(after)));
        } else {
            next.cancel();
        }
    }

    /** Adds up, since the last time, what either law has against there having been no fault. */
    private void account() {
        long now = agenda.now();
        if (!drawn.isEmpty() && now > since) {
            for (int each = 0; each < logDrawn.length; each++) {
                double millis = biasing.scales().get(each).millis();
                logDrawn[each] -= strength * StrictMath.log((now - began + millis) / (since - began + millis));
            }
            for (int sequence : drawn) {
                logNature -= faults.hazardBetween(sequence, since, now);
            }
        }
        since = now;
    }

    private String[] names() {
        String[] names = new String[drawn.size()];
        for (int place = 0; place < names.length; place++) {
            int sequence = drawn.get(place);
            names[place] = faults.group(sequence) + (faults.mayStrike(sequence, copies) ? Biasing.AT_A_COPY : "");
        }
        return names;
    }

    /** What a name is drawn with is shared evenly by the sequences that have it now. */
    private double[] weights(String[] names, boolean first) {
        Map<String, Integer> sizes = new HashMap<>();
        for (String name : names) {
            sizes.merge(name, 1, Integer::sum);
        }
        double[] weights = new double[names.length];
        for (int place = 0; place < weights.length; place++) {
            String name = names[place];
            weights[place] = (first ? biasing.first(name) : biasing.later(name)) / sizes.getOrDefault(name, 1);
        }
        return weights;
    }

    private int pick(double[] weights, double total) {
        double rest = luck.uniform() * total;
        int last = 0;
        for (int place = 0; place < weights.length; place++) {
            if (weights[place] > 0) {
                last = place;
                rest -= weights[place];
                if (rest < 0) {
                    return place;
                }
            }
        }
        return last;
    }

    private static double sum(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
