package dev.brokerfall.exact;

import dev.brokerfall.experiment.RareEvents;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.stats.Summary;
import dev.brokerfall.stats.Tally;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What scenarios on bare processes, played by the whole model, come to for the values that are known of one case. What is played until
 * its interval is narrow enough is played once only, however many values follow from it.
 *
 * <p>How a value follows that is no result of a trial:
 *
 * <ul>
 *   <li>A mean life too long to be played is {@code -h / ln(1 - p)} with p the probability of a loss within h hours. That takes losses to
 *       come at a constant rate; they come later by a few repairs, which are less than a thousandth of h.
 *   <li>Whether a broker is down at an instant: another, broker 0, is killed then, and all copies are gone if the one was down. Of three
 *       brokers, broker 0 is the last that is up in a third of all cases. In short times only, within which nothing else is lost.
 *   <li>The probability to be down about an instant: time down until some hours later, less that until some hours earlier.
 *   <li>Outages a year are {@code -ln(1 - p) / h}, as lives are, with p the probability of one.
 * </ul>
 */
final class Played {

    static final double CONFIDENCE = 0.999;

    private static final long SEED = 20261125;
    private static final double MS_PER_HOUR = 3_600_000;
    private static final double HOURS_PER_YEAR = 8760;
    private static final double MINUTES_PER_YEAR = 525_600;
    /** Of brokers that are up with a probability, the repairs take an hour. */
    private static final double REPAIR_HOURS = 1;
    /** A trial that is played until something is lost; none lives as long. */
    private static final double LIFETIME_HOURS = 1_200_000;

    /** Two intervals of this width make one of width 1. */
    private static final double ONE_OF_TWO = 0.7;

    private static final int FIRST_TRIALS = 1_000;
    private static final int MOST_TRIALS = 8_000_000;
    private static final int FORKS = 8;
    private static final int TRIALS_PER_ROUND = 100;
    private static final int MOST_ROUNDS = 8_000;
    private static final int PILOTS = 3;

    private final KnownCase system;
    private final double wider;
    private final Map<String, Estimate> played = new HashMap<>();

    /**
     * Prepares it.
     *
     * @param wider how many times as wide as the tolerance intervals may be
     */
    Played(KnownCase system, double wider) {
        this.system = system;
        this.wider = wider;
    }

    /** Returns what playing says of a value, with its interval of 99.9 %, as narrow as it must be. */
    Estimate of(KnownCase.Value value) {
        // Where values follow from two that are estimated, each of them is to be so much better known.
        double tolerance = value.tolerance() * wider * (system.has("twofold") ? ONE_OF_TWO : 1);
        return switch (value.what()) {
            case "life" -> life(value, tolerance);
            case "lost" -> lost(value, KnownCase.real(value.its(), "within"), tolerance);
            case "lossPerRepair" -> lossPerRepair(value, tolerance);
            case "share" -> share(value, tolerance);
            case "upShare" -> {
                Estimate down = share(value, tolerance);
                yield new Estimate(1 - down.value(), 1 - down.upper(), 1 - down.lower());
            }
            case "minutesPerYear" -> share(value, tolerance).times(MINUTES_PER_YEAR);
            case "outagesPerYear" -> transformed(outage(value, tolerance), p -> -StrictMath.log1p(-p));
            case "betweenOutages", "upBetweenOutages" ->
                transformed(outage(value, tolerance), p -> -HOURS_PER_YEAR / StrictMath.log1p(-p));
            case "meanOutage" ->
                ratio(
                        share(value, tolerance).times(HOURS_PER_YEAR),
                        transformed(outage(value, tolerance), p -> -StrictMath.log1p(-p)));
            case "shareAt" -> shareAt(value, tolerance);
            case "shareUntil" -> shareBetween(value, 0, system.number("horizon"), tolerance);
            case "entries" -> entries(value, tolerance);
            case "downNoLonger" -> downNoLonger(value, tolerance);
            case "downtime" -> downtime(value, tolerance);
            default -> throw new IllegalArgumentException(value.what());
        };
    }

    private Estimate life(KnownCase.Value value, double tolerance) {
        if (value.its().has("from")) {
            double hours = KnownCase.real(value.its(), "from");
            return transformed(lost(value, hours, tolerance), p -> -hours / StrictMath.log1p(-p));
        }
        TrialConfig config = group(value.replicas(), 1).until(LIFETIME_HOURS).config();
        RareTarget target = new RareTarget.FewerCopies(system.its().number("alive"));
        return plain(
                trial -> Trial.exposure(config, SEED, trial, target).until() / MS_PER_HOUR, value.known() * tolerance);
    }

    private Estimate lost(KnownCase.Value value, double hours, double tolerance) {
        int alive = system.its().number("alive");
        BareGroup group = group(system.its().number("replicas"), 1).until(hours);
        RareTarget target = alive == 1 ? new RareTarget.Loss() : new RareTarget.FewerCopies(alive);
        return played.computeIfAbsent("lost %s %s".formatted(hours, tolerance), key -> {
            if (value.by() == KnownCase.How.CHAINS) {
                return chains(group, target, tolerance, SEED);
            }
            TrialConfig config = group.config();
            double half = tolerance * (value.what().equals("lost") ? value.known() : hours / value.known());
            return plainShare(
                    trial -> Trial.exposure(config, SEED, trial, target).until() < hours * MS_PER_HOUR, half);
        });
    }

    /** Losses a repair: those within some time, over the repairs that begin in it while all are up. */
    private Estimate lossPerRepair(KnownCase.Value value, double tolerance) {
        if (!value.its().has("from")) {
            return lostRepairs(value, tolerance);
        }
        double hours = KnownCase.real(value.its(), "from");
        TrialConfig repairs = group(2, 2).unclean().until(hours).config();
        Estimate begun = plain(
                trial -> Trial.play(repairs, SEED + 1, trial).value(Metric.OUTAGES),
                tolerance / 3 * hours * 2 / lifeHours());
        Estimate losses = lost(value, hours, tolerance * 0.9);
        return ratio(transformed(losses, p -> -StrictMath.log1p(-p)), begun);
    }

    private double lifeHours() {
        String text = system.law("life");
        return Double.parseDouble(text.replaceAll(".*mean: ([0-9]+)h.*", "$1"));
    }

    /** Repairs that begin while all are up, counted one by one, and how many of them end after the other has failed, too. */
    private Estimate lostRepairs(KnownCase.Value value, double tolerance) {
        double hours = 1_000;
        TrialConfig config = group(2, 1).unclean().until(hours).config();
        Tally lost = new Tally();
        int trial = 0;
        do {
            for (double each : IntStream.range(trial, trial + FIRST_TRIALS)
                    .parallel()
                    .mapToObj(number -> repairs(Trial.journal(config, SEED, number)))
                    .flatMapToDouble(java.util.Arrays::stream)
                    .toArray()) {
                lost.add(each);
            }
            trial += FIRST_TRIALS;
        } while (halfWidth(lost.summary()) > tolerance * value.known() && trial < MOST_TRIALS);
        return lost.summary().meanWithin(CONFIDENCE);
    }

    /** Returns for each repair that began with both up and is over 1 if the other failed before both were up again, else 0. */
    private static double[] repairs(List<JournalEntry> journal) {
        java.util.stream.DoubleStream.Builder each = java.util.stream.DoubleStream.builder();
        int down = 0;
        int worst = 0;
        for (JournalEntry entry : journal) {
            if (entry.type().equals("faultBegan")) {
                down++;
                worst = Math.max(worst, down);
            } else if (entry.type().equals("faultEnded")) {
                down--;
                if (down == 0) {
                    each.add(worst - 1);
                    worst = 0;
                }
            }
        }
        return each.build().toArray();
    }

    private Estimate share(KnownCase.Value value, double tolerance) {
        if (system.has("settled")) {
            return shareBetween(value, system.number("settled"), system.number("horizon"), tolerance);
        }
        return shareBetween(value, 0, hours(), tolerance);
    }

    /** Returns for how long trials last to whose length nothing is said: so that the beginning, with all up, does not matter. */
    private double hours() {
        if (system.has("up") && system.number("up") < 0.999) {
            return 2_000 * REPAIR_HOURS;
        }
        return system.has("repairTime") && system.number("repairTime") > 10 ? 10 * HOURS_PER_YEAR : HOURS_PER_YEAR;
    }

    private Estimate shareBetween(KnownCase.Value value, double from, double to, double tolerance) {
        String key = "share %s %s %s %s %s".formatted(value.replicas(), value.writable(), from, to, tolerance);
        return played.computeIfAbsent(key, its -> {
            BareGroup group = group(value.replicas(), value.writable()).unclean();
            double known = value.what().equals("upShare") ? 1 - value.known() : value.known();
            if (value.by() == KnownCase.How.PLAIN) {
                return plainShare(group, from, to, known * tolerance);
            }
            if (from == 0) {
                return chains(group.until(to), new RareTarget.Unwritable(), tolerance, SEED);
            }
            double part = tolerance * (to - from) / StrictMath.hypot(to, from);
            Estimate all = chains(group.until(to), new RareTarget.Unwritable(), part, SEED)
                    .times(to / (to - from));
            Estimate before = chains(group.until(from), new RareTarget.Unwritable(), part, SEED + 1)
                    .times(from / (to - from));
            double half = StrictMath.hypot(all.upper() - all.lower(), before.upper() - before.lower()) / 2;
            double difference = all.value() - before.value();
            return new Estimate(difference, difference - half, difference + half);
        });
    }

    private static Estimate plainShare(BareGroup group, double from, double to, double half) {
        BareGroup many = group.replicas() == 1 ? many(group) : group;
        TrialConfig whole = many.until(to).config();
        if (from == 0) {
            return plain(trial -> Trial.play(whole, SEED, trial).value(Metric.PRODUCE_UNAVAILABILITY), half);
        }
        TrialConfig beginning = many.until(from).config();
        return plain(
                trial -> (to * Trial.play(whole, SEED, trial).value(Metric.PRODUCE_UNAVAILABILITY)
                                - from * Trial.play(beginning, SEED, trial).value(Metric.PRODUCE_UNAVAILABILITY))
                        / (to - from),
                half);
    }

    /** Single brokers are played thirty at a time, for all of them know nothing of each other. */
    private static BareGroup many(BareGroup single) {
        return new BareGroup(30, 1, single.life(), single.repair(), single.horizonHours())
                .eachByItself()
                .unclean();
    }

    /** Returns the probability of an outage within a year. */
    private Estimate outage(KnownCase.Value value, double tolerance) {
        return played.computeIfAbsent(
                "outage " + tolerance,
                key -> chains(
                        group(value.replicas(), 1).until(HOURS_PER_YEAR),
                        new RareTarget.FewerCopies(value.writable()),
                        tolerance,
                        SEED));
    }

    private Estimate shareAt(KnownCase.Value value, double tolerance) {
        double at = KnownCase.real(value.its(), "at");
        if (value.its().has("window")) {
            double half = KnownCase.real(value.its(), "window") / 2;
            return shareBetween(value, at - half, at + half, tolerance);
        }
        if (value.by() == KnownCase.How.PLAIN) {
            double moment = 0.2 / 3_600;
            return plainInstant(value, at, moment, tolerance);
        }
        boolean single = value.replicas() == 1;
        return chains(
                        group(single ? 2 : value.replicas(), 1).untilBlow(at),
                        new RareTarget.FewerCopies(1),
                        tolerance,
                        SEED)
                .times(single ? 1 : value.replicas());
    }

    /** Returns in how many trials, each played to an instant and a moment further, that moment was lost. */
    private Estimate plainInstant(KnownCase.Value value, double at, double moment, double tolerance) {
        BareGroup one = group(value.replicas(), value.writable()).unclean();
        BareGroup group = value.replicas() == 1 ? many(one) : one;
        TrialConfig before = group.until(at).config();
        TrialConfig after = group.until(at + moment).config();
        return plain(
                trial -> ((at + moment) * Trial.play(after, SEED, trial).value(Metric.PRODUCE_UNAVAILABILITY)
                                - at * Trial.play(before, SEED, trial).value(Metric.PRODUCE_UNAVAILABILITY))
                        / moment,
                tolerance * value.known());
    }

    private Estimate entries(KnownCase.Value value, double tolerance) {
        double hours = system.number("horizon");
        BareGroup group = group(value.replicas(), value.writable()).until(hours);
        if (value.by() == KnownCase.How.CHAINS) {
            return chains(group, new RareTarget.FewerCopies(value.writable()), tolerance, SEED);
        }
        TrialConfig config = group.unclean().config();
        return plain(trial -> Trial.play(config, SEED, trial).value(Metric.OUTAGES), tolerance * value.known());
    }

    private Estimate downNoLonger(KnownCase.Value value, double tolerance) {
        double hours = KnownCase.real(value.its(), "hours");
        double horizon = system.number("horizon");
        TrialConfig config = group(1, 1).until(horizon).config();
        return plainShare(
                trial -> Trial.play(config, SEED, trial).value(Metric.PRODUCE_UNAVAILABILITY) * horizon <= hours,
                tolerance * value.known());
    }

    private Estimate downtime(KnownCase.Value value, double tolerance) {
        double horizon = system.number("horizon");
        return plainShare(group(1, 1), 0, horizon, tolerance * value.known() / horizon)
                .times(horizon);
    }

    private BareGroup group(int replicas, int writable) {
        if (system.has("up")) {
            double up = system.number("up");
            return BareGroup.exponential(replicas, writable, up / (1 - up) * REPAIR_HOURS, REPAIR_HOURS, 1);
        }
        return new BareGroup(
                replicas,
                writable,
                system.law("life"),
                system.law(system.has("repairTime") ? "repairTime" : "repair"),
                1);
    }

    private static Estimate chains(BareGroup group, RareTarget target, double tolerance, long seed) {
        return new RareEvents(
                        group.config(),
                        seed,
                        target,
                        new RareEvents.Budget(
                                PILOTS, MOST_ROUNDS, TRIALS_PER_ROUND, FORKS, tolerance * 0.97, CONFIDENCE),
                        2)
                .estimate()
                .chains()
                .within(CONFIDENCE);
    }

    /** Plays trials, each of which has one outcome, until half the interval of the mean is narrow enough. */
    private static Estimate plain(IntToDoubleFunction outcome, double half) {
        return plain(outcome, half, seen -> seen.meanWithin(CONFIDENCE));
    }

    /** Plays trials until half the interval of the share that {@code holds} is narrow enough. */
    private static Estimate plainShare(IntPredicate holds, double half) {
        return plain(
                trial -> holds.test(trial) ? 1 : 0,
                half,
                seen -> new Proportion(Math.round(seen.mean() * seen.count()), seen.count()).within(CONFIDENCE));
    }

    private static Estimate plain(IntToDoubleFunction outcome, double half, Function<Summary, Estimate> estimator) {
        Tally tally = new Tally();
        int next = 0;
        int until = FIRST_TRIALS;
        while (true) {
            for (double each :
                    IntStream.range(next, until).parallel().mapToDouble(outcome).toArray()) {
                tally.add(each);
            }
            next = until;
            Estimate estimate = estimator.apply(tally.summary());
            double ratio = (estimate.upper() - estimate.lower()) / 2 / half;
            if (ratio <= 1 || next >= MOST_TRIALS) {
                return estimate;
            }
            until = (int) Math.min(MOST_TRIALS, next * Math.min(20, 1.05 * ratio * ratio));
        }
    }

    private static double halfWidth(Summary seen) {
        Estimate mean = seen.meanWithin(CONFIDENCE);
        return (mean.upper() - mean.lower()) / 2;
    }

    private static Estimate transformed(Estimate estimate, DoubleUnaryOperator monotone) {
        double one = monotone.applyAsDouble(estimate.lower());
        double other = monotone.applyAsDouble(estimate.upper());
        return new Estimate(monotone.applyAsDouble(estimate.value()), Math.min(one, other), Math.max(one, other));
    }

    /** Returns the quotient of two estimates that know nothing of each other, its interval on the scale of the logarithm. */
    private static Estimate ratio(Estimate over, Estimate under) {
        double value = over.value() / under.value();
        double factor = StrictMath.exp(StrictMath.hypot(
                StrictMath.log(over.upper() / over.lower()) / 2, StrictMath.log(under.upper() / under.lower()) / 2));
        return new Estimate(value, value / factor, value * factor);
    }
}
