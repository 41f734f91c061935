package dev.brokerfall.experiment.sensitivity;

import com.google.common.collect.ImmutableSortedMap;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.sensitivity.Sampler.Request;
import dev.brokerfall.random.Stream;
import dev.brokerfall.random.Streams;
import dev.brokerfall.stats.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Screens assumptions for interactions by the method of Morris (Technometrics 33(2), 1991): random walks over a grid of four levels,
 * each of which moves every assumption once, by two thirds of its range. Each walk has trials of its own; within a walk all places meet
 * the same luck.
 */
final class Morris {

    /** More would cost more than it tells: the walk of so many already takes nine times the trials of one place. */
    private static final int MOST = 8;

    private static final int LEVELS = 4;
    private static final double STEP = LEVELS / (2.0 * (LEVELS - 1));
    private static final double MIDDLE = 0.5;

    private final SensitivityPlan plan;
    private final Model model;
    private final Sampler sampler;
    private final Progress progress;

    Morris(SensitivityPlan plan, Model model, Sampler sampler, Progress progress) {
        this.plan = plan;
        this.model = model;
        this.sampler = sampler;
        this.progress = progress;
    }

    /** One step of a walk: an assumption is moved from one place to the next. */
    private record Step(int factor, double by, List<Played> from, List<Played> to, long firstTrial) {}

    /** Returns the most influential of those that surely do something, or none when there are not two of them. */
    List<Integer> worthScreening(List<Integer> order, List<FactorResult> effects) {
        if (plan.trajectories() == 0) {
            return List.of();
        }
        List<Integer> worth = order.stream()
                .filter(factor -> effects.get(factor).effects().stream().anyMatch(Effect::clear))
                .limit(MOST)
                .toList();
        return worth.size() < 2 ? List.of() : worth;
    }

    List<Screening> screen(List<Integer> factors) {
        if (factors.isEmpty()) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        for (int walk = 0; walk < plan.trajectories(); walk++) {
            walk(walk, factors, steps);
        }
        List<Request> all = new ArrayList<>();
        for (Step step : steps) {
            step.from.forEach(played -> all.add(new Request(played, step.firstTrial)));
            step.to.forEach(played -> all.add(new Request(played, step.firstTrial)));
        }
        sampler.samples(all, progress);
        List<Screening> screenings = new ArrayList<>();
        for (int option = 0; option < model.options().size(); option++) {
            screenings.add(screening(option, factors, steps));
        }
        return screenings;
    }

    private void walk(int number, List<Integer> factors, List<Step> steps) {
        Stream luck = new Streams(plan.seed(), 0).stream("sensitivity", "trajectory", number);
        TreeMap<Integer, Double> here = new TreeMap<>();
        List<Integer> left = new ArrayList<>(factors);
        factors.forEach(factor -> here.put(factor, luck.index(LEVELS) / (LEVELS - 1.0)));
        Optional<List<Played>> before = at(here);
        while (!left.isEmpty()) {
            int factor = left.remove(luck.index(left.size()));
            double from = here.getOrDefault(factor, MIDDLE);
            double by = from < MIDDLE ? STEP : -STEP;
            here.put(factor, Math.min(1, Math.max(0, from + by)));
            Optional<List<Played>> after = at(here);
            if (before.isPresent() && after.isPresent()) {
                steps.add(new Step(factor, by, before.get(), after.get(), (long) number * plan.trials()));
            }
            before = after;
        }
    }

    private Optional<List<Played>> at(Map<Integer, Double> positions) {
        try {
            return Optional.of(model.at(ImmutableSortedMap.copyOf(positions)));
        } catch (UnplayableException e) {
            return Optional.empty();
        }
    }

    private Screening screening(int option, List<Integer> factors, List<Step> steps) {
        List<Elementary> effects = new ArrayList<>();
        for (int factor : factors) {
            Tally sizes = new Tally();
            Tally signed = new Tally();
            Tally noise = new Tally();
            for (Step step : steps) {
                if (step.factor == factor) {
                    effect(option, step, sizes, signed, noise);
                }
            }
            if (signed.summary().count() > 0) {
                double luck = noise.summary().mean();
                effects.add(new Elementary(
                        model.factors().get(factor).path(),
                        (int) signed.summary().count(),
                        sizes.summary().mean(),
                        signed.summary().mean(),
                        Math.sqrt(Math.max(0, signed.summary().variance() - luck)),
                        Math.sqrt(luck)));
            }
        }
        effects.sort(Comparator.comparingDouble(Elementary::muStar).reversed().thenComparing(Elementary::path));
        return new Screening(model.options().get(option), effects);
    }

    private void effect(int option, Step step, Tally sizes, Tally signed, Tally noise) {
        List<Sample> pair = sampler.samples(
                List.of(
                        new Request(step.to.get(option), step.firstTrial),
                        new Request(step.from.get(option), step.firstTrial)),
                Progress.SILENT);
        double change = pair.get(0).minus(pair.get(1), plan.confidence()).value();
        if (Double.isNaN(change)) {
            return;
        }
        double part = part(step);
        double effect = change / part;
        sizes.add(Math.abs(effect));
        signed.add(effect);
        noise.add(pair.get(0).varianceOfDifference(pair.get(1)) / (part * part));
    }

    /** Returns what part of its way an assumption went, with its sign: a switch goes all of it wherever a step leads to. */
    private double part(Step step) {
        return model.factors().get(step.factor).reach() == Factor.Reach.SWITCHED ? Math.signum(step.by) : step.by;
    }
}
