package dev.brokerfall.experiment.sensitivity;

import com.google.common.collect.ImmutableSortedMap;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Factor.Reach;
import dev.brokerfall.experiment.sensitivity.Sampler.Request;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Looks for the value of an assumption at which the order of two options changes: by halving the way from the assumption's own value to
 * the end at which the other one is in front. Under common random numbers the difference is a fixed function of the value, so that
 * halving finds a place where it changes its sign, if not necessarily the only one.
 */
final class Rivalry {

    /** The way to the end is cut into so many parts as 2 to the power of this; between two of them a straight line is drawn. */
    private static final int HALVINGS = 6;

    private final SensitivityPlan plan;
    private final Model model;
    private final Sampler sampler;
    private final List<Sample> base;
    private final Progress progress;

    Rivalry(SensitivityPlan plan, Model model, Sampler sampler, List<Sample> base, Progress progress) {
        this.plan = plan;
        this.model = model;
        this.sampler = sampler;
        this.base = base;
        this.progress = progress;
    }

    /** Hands each rival of {@code leader} to {@code rivals} as soon as all is known about it. */
    void rivals(int leader, List<Integer> order, List<FactorResult> effects, Consumer<Rival> rivals) {
        for (int option = 0; option < base.size(); option++) {
            if (option != leader) {
                rivals.accept(rival(leader, option, order, effects));
            }
        }
    }

    private Rival rival(int leader, int option, List<Integer> order, List<FactorResult> effects) {
        Estimate behind = base.get(option).minus(base.get(leader), plan.confidence());
        boolean tied = !(lead(behind, Estimate::value) > 0) || (behind.lower() <= 0 && behind.upper() >= 0);
        List<Flip> flips = new ArrayList<>();
        if (!tied) {
            for (int factor : order) {
                for (boolean low : new boolean[] {true, false}) {
                    FactorResult effect = effects.get(factor);
                    if (moved(effect, option, low) || moved(effect, leader, low)) {
                        flip(factor, leader, option, low, behind).ifPresent(flips::add);
                    }
                }
            }
        }
        return new Rival(model.options().get(option), behind, tied, flips);
    }

    private static boolean moved(FactorResult result, int option, boolean low) {
        Effect effect = result.effects().get(option);
        return (low ? effect.low() : effect.high()) instanceof Moved;
    }

    /** By how much the leader leads: positive as long as it does. */
    private double lead(Estimate difference, ToDoubleFunction<Estimate> part) {
        double value = part.applyAsDouble(difference);
        return plan.metric().better() == Metric.Better.LOWER ? value : -value;
    }

    /** The least lead that the interval allows. */
    private double least(Estimate difference) {
        return plan.metric().better() == Metric.Better.LOWER ? difference.lower() : -difference.upper();
    }

    /** The greatest lead that the interval allows. */
    private double greatest(Estimate difference) {
        return plan.metric().better() == Metric.Better.LOWER ? difference.upper() : -difference.lower();
    }

    private Optional<Flip> flip(int factor, int leader, int option, boolean low, Estimate behind) {
        Factor moved = model.factors().get(factor);
        double end = low ? 0 : 1;
        Optional<Estimate> last = difference(factor, leader, option, end);
        if (last.isEmpty() || !last.get().known() || least(last.get()) > 0) {
            return Optional.empty();
        }
        String name = model.options().get(option);
        if (lead(last.get(), Estimate::value) > 0) {
            return Optional.of(
                    new Flip(moved, name, low, Optional.empty(), Optional.empty(), Optional.empty(), last.get()));
        }
        if (moved.reach() == Reach.SWITCHED) {
            Optional<String> there = Optional.of(model.text(factor, end));
            boolean sure = greatest(last.get()) < 0;
            return Optional.of(new Flip(moved, name, low, there, there, sure ? there : Optional.empty(), last.get()));
        }
        NavigableMap<Double, Estimate> way = new TreeMap<>();
        way.put(0.0, behind);
        way.put(1.0, last.get());
        halve(factor, leader, option, moved.home(), end, way);
        ToDoubleFunction<Estimate> value = difference -> lead(difference, Estimate::value);
        Words text = way(factor, moved.home(), end);
        return Optional.of(new Flip(
                moved,
                name,
                low,
                text.of(firstBelowZero(way, value)),
                text.of(firstBelowZero(way, this::least)),
                text.of(firstBelowZero(way, this::greatest)),
                last.get()));
    }

    /** From a part of the way to the value there. */
    private interface Words {
        Optional<String> of(OptionalDouble part);
    }

    private Words way(int factor, double home, double end) {
        return part -> part.isPresent()
                ? Optional.of(model.text(factor, home + part.getAsDouble() * (end - home)))
                : Optional.empty();
    }

    private void halve(
            int factor, int leader, int option, double home, double end, NavigableMap<Double, Estimate> way) {
        double ahead = 0;
        double behind = 1;
        for (int step = 0; step < HALVINGS; step++) {
            double middle = (ahead + behind) / 2;
            Optional<Estimate> there = difference(factor, leader, option, home + middle * (end - home));
            if (there.isEmpty() || !there.get().known()) {
                return;
            }
            way.put(middle, there.get());
            if (lead(there.get(), Estimate::value) > 0) {
                ahead = middle;
            } else {
                behind = middle;
            }
        }
    }

    /** Where {@code part} first falls to zero, on straight lines between the places that were played. */
    private static OptionalDouble firstBelowZero(NavigableMap<Double, Estimate> way, ToDoubleFunction<Estimate> part) {
        double before = 0;
        double height = part.applyAsDouble(way.firstEntry().getValue());
        for (Map.Entry<Double, Estimate> place : way.entrySet()) {
            double here = part.applyAsDouble(place.getValue());
            if (here <= 0) {
                double share = height > here ? Math.max(0, height) / (height - here) : 0;
                return OptionalDouble.of(
                        Double.isFinite(share) ? before + share * (place.getKey() - before) : place.getKey());
            }
            before = place.getKey();
            height = here;
        }
        return OptionalDouble.empty();
    }

    private Optional<Estimate> difference(int factor, int leader, int option, double position) {
        try {
            List<Played> there = model.at(ImmutableSortedMap.of(factor, position));
            List<Sample> samples = sampler.samples(
                    List.of(new Request(there.get(option), 0), new Request(there.get(leader), 0)), progress);
            return Optional.of(samples.get(0).minus(samples.get(1), plan.confidence()));
        } catch (UnplayableException e) {
            return Optional.empty();
        }
    }
}
