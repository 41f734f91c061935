package dev.brokerfall.fault;

import dev.brokerfall.kernel.Actor;
import dev.brokerfall.kernel.Agenda;
import dev.brokerfall.kernel.Timer;
import dev.brokerfall.random.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a chain of faults otherwise than nature does, and keeps account of how much more probable that made it.
 *
 * <p>The chain begins with a fault that is forced now. From then on the sequences that take part no longer strike by themselves: while
 * the time since the beginning is t, further faults come at the rate {@code strength / (t + scale)} all together, whatever their own
 * hazards are, and each is one of a group, and of a sequence in it, with the probability that the biasing gives it. Such a rate falls
 * as slowly as any that ends nowhere: a chain that lasts ten times as long as expected meets but a few faults more, and its weight
 * grows with a power of its length and not exponentially, so that lengths of any law are weighted with finite variance.
 *
 * <p>The weight is the ratio of the two laws: the hazard of each sequence that struck, over the rate at which it was drawn, and the
 * exponential of what was drawn too much in between. A sequence that strikes one and the same thing each time is left to itself once
 * it has struck in this chain.
 */
public final class FailureBiasing implements Actor {

    private final Agenda agenda;
    private final BackgroundFaults faults;
    private final Biasing biasing;
    private final Stream luck;
    private final Timer next;
    private final List<Integer> drawn = new ArrayList<>();
    private final List<String> path = new ArrayList<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private double logWeight;
    private long began;
    private long since;

    /** Prepares to draw; nothing happens yet. */
    public FailureBiasing(Agenda agenda, BackgroundFaults faults, Biasing biasing, Stream luck) {
        this.agenda = agenda;
        this.faults = faults;
        this.biasing = biasing;
        this.luck = luck;
        this.next = agenda.timer(this, 0, 0);
        for (int sequence = 0; sequence < faults.sequences(); sequence++) {
            sizes.merge(faults.group(sequence), 1, Integer::sum);
        }
    }

    /**
     * Begins a chain now.
     *
     * @return whether there is a fault to begin it with
     */
    public boolean begin() {
        began = agenda.now();
        since = began;
        for (int sequence = 0; sequence < faults.sequences(); sequence++) {
            if (faults.canBeBiased(sequence)) {
                drawn.add(sequence);
            }
        }
        double[] weights = weights(true);
        double total = sum(weights);
        if (total == 0) {
            return false;
        }
        int place = pick(weights, total);
        int sequence = drawn.get(place);
        logWeight += StrictMath.log(faults.hazard(sequence) * total / weights[place]);
        faults.suspend(sequence);
        drawn.removeIf(each -> each != sequence && biasing.later(faults.group(each)) == 0);
        drawn.forEach(faults::suspend);
        strike(sequence);
        return true;
    }

    @Override
    public void handle(int kind, int target, long payload) {
        account();
        double[] weights = weights(false);
        double total = sum(weights);
        int place = pick(weights, total);
        logWeight += StrictMath.log(faults.hazard(drawn.get(place)) * total / (weights[place] * rate(agenda.now())));
        strike(drawn.get(place));
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
        return StrictMath.exp(logWeight);
    }

    /** Returns the groups of the faults that were drawn, in order. */
    public List<String> path() {
        return List.copyOf(path);
    }

    private void strike(int sequence) {
        path.add(faults.group(sequence));
        boolean left = faults.strikesTheSame(sequence) || biasing.later(faults.group(sequence)) == 0;
        if (left) {
            drawn.remove(Integer.valueOf(sequence));
        }
        faults.strikeNow(sequence, left);
        if (drawn.isEmpty()) {
            next.cancel();
            return;
        }
        double elapsed = agenda.now() - began + biasing.scale();
        double budget = -StrictMath.log1p(-luck.uniform());
        double after = elapsed * StrictMath.expm1(budget / biasing.strength());
        if (after < Agenda.LATEST - agenda.now()) {
            next.setAfter(Math.max(1, Math.round(after)));
        } else {
            next.cancel();
        }
    }

    /** Adds up, since the last time, what the law of the drawing had too much of. */
    private void account() {
        long now = agenda.now();
        if (!drawn.isEmpty() && now > since) {
            logWeight += biasing.strength()
                    * StrictMath.log((now - began + biasing.scale()) / (since - began + biasing.scale()));
            for (int sequence : drawn) {
                logWeight -= faults.hazardBetween(sequence, since, now);
            }
        }
        since = now;
    }

    private double rate(long now) {
        return biasing.strength() / (now - began + biasing.scale());
    }

    private double[] weights(boolean first) {
        double[] weights = new double[drawn.size()];
        for (int place = 0; place < weights.length; place++) {
            int sequence = drawn.get(place);
            String group = faults.group(sequence);
            weights[place] = (first ? biasing.first(group) : biasing.later(group)) / sizes.getOrDefault(group, 1);
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
