package dev.brokerfall.experiment.sensitivity;

import com.google.common.collect.ImmutableSortedMap;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.sensitivity.Effect.End;
import dev.brokerfall.experiment.sensitivity.Effect.Moved;
import dev.brokerfall.experiment.sensitivity.Effect.Same;
import dev.brokerfall.experiment.sensitivity.Effect.Unplayable;
import dev.brokerfall.experiment.sensitivity.Sampler.Request;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Familywise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Moves assumptions and sees what a metric does: each alone to both its ends, on to where the order of the options changes, and several
 * together along random walks. All of it under the same luck, so that differences are those of the assumptions.
 */
public final class Sensitivity {

    private final SensitivityPlan plan;
    private final Model model;
    private final Function<String, Progress> phases;
    private final Sampler sampler;
    private final List<Played> asTheyAre;
    private final List<Sample> base;

    private Sensitivity(SensitivityPlan plan, Model model, Function<String, Progress> phases) {
        this.plan = plan;
        this.model = model;
        this.phases = phases;
        this.sampler = new Sampler(plan);
        this.asTheyAre = model.at(ImmutableSortedMap.of());
        this.base = sampler.samples(requests(asTheyAre), phases.apply("as things are"));
    }

    /**
     * Finds out what {@code plan} asks for.
     *
     * <p>When the calling thread is interrupted, what is finished is kept and the result says what is missing; the thread's interrupted
     * status is then clear.
     *
     * @param phases is told the name of each part of the work and returns whoever wants to know how far that is
     * @throws StoppedException when it is interrupted before the options have been played as things are
     */
    public static SensitivityResult run(SensitivityPlan plan, Model model, Function<String, Progress> phases) {
        return new Sensitivity(plan, model, phases).run();
    }

    private SensitivityResult run() {
        List<Estimate> means =
                base.stream().map(sample -> sample.mean(plan.confidence())).toList();
        List<FactorResult> effects = oneAtATime();
        List<Integer> order = IntStream.range(0, effects.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                                (Integer index) -> -effects.get(index).influence())
                        .thenComparing(index -> effects.get(index).factor().path()))
                .toList();
        Optional<Integer> leader = leader(means);
        // What follows builds on all effects; with some of them it would be about others than it says.
        boolean interrupted = effects.size() < model.factors().size();
        List<Rival> rivals = new ArrayList<>();
        if (leader.isPresent() && !interrupted) {
            interrupted = stopped(() -> new Rivalry(plan, model, sampler, base, phases.apply("where the order changes"))
                    .rivals(leader.get(), order, effects, rivals::add));
        }
        List<Integer> screened = new ArrayList<>();
        List<Screening> screenings = new ArrayList<>();
        if (!interrupted) {
            Morris morris = new Morris(plan, model, sampler, phases.apply("interactions"));
            screened.addAll(morris.worthScreening(order, effects));
            interrupted = stopped(() -> screenings.addAll(morris.screen(screened)));
        }
        return new SensitivityResult(
                plan,
                model.options(),
                means,
                order.stream().map(effects::get).toList(),
                leader.map(model.options()::get),
                rivals,
                screened.size(),
                screenings,
                interrupted ? missing(effects, leader, rivals) : Missing.NOTHING,
                sampler.played(),
                sampler.failed());
    }

    /** Does it, and returns whether somebody interrupted. */
    private static boolean stopped(Runnable work) {
        try {
            work.run();
            return false;
        } catch (StoppedException e) {
            return true;
        }
    }

    private Missing missing(List<FactorResult> effects, Optional<Integer> leader, List<Rival> rivals) {
        Set<String> moved = effects.stream().map(row -> row.factor().path()).collect(Collectors.toSet());
        Set<String> known = rivals.stream().map(Rival::option).collect(Collectors.toSet());
        return new Missing(
                model.factors().stream()
                        .map(Factor::path)
                        .filter(path -> !moved.contains(path))
                        .toList(),
                leader.map(model.options()::get)
                        .map(first -> model.options().stream()
                                .filter(option -> !option.equals(first) && !known.contains(option))
                                .toList())
                        .orElse(List.of()),
                plan.trajectories() > 0);
    }

    private static List<Request> requests(List<Played> options) {
        return options.stream().map(option -> new Request(option, 0)).toList();
    }

    private Optional<Integer> leader(List<Estimate> means) {
        if (means.size() < 2 || !means.stream().allMatch(Estimate::known)) {
            return Optional.empty();
        }
        Comparator<Integer> byMean =
                Comparator.comparingDouble(option -> means.get(option).value());
        return IntStream.range(0, means.size())
                .boxed()
                .min(plan.metric().better() == Metric.Better.LOWER ? byMean : byMean.reversed());
    }

    /** An assumption at one of its ends: what is played there, or why nothing can be. */
    private record Place(List<Played> options, String reason) {}

    private Place place(int factor, double position) {
        try {
            return new Place(model.at(ImmutableSortedMap.of(factor, position)), "");
        } catch (UnplayableException e) {
            return new Place(List.of(), Optional.ofNullable(e.getMessage()).orElse(""));
        }
    }

    /** Returns what each assumption does; where somebody interrupted, what those do that were at both their ends by then. */
    private List<FactorResult> oneAtATime() {
        List<Place> places = new ArrayList<>();
        List<Request> all = new ArrayList<>();
        for (int factor = 0; factor < model.factors().size(); factor++) {
            for (double position : new double[] {0, 1}) {
                Place place = place(factor, position);
                places.add(place);
                all.addAll(requests(place.options));
            }
        }
        Progress progress = phases.apply("one at a time");
        boolean interrupted = stopped(() -> sampler.samples(all, progress));
        List<FactorResult> results = new ArrayList<>();
        for (int factor = 0; factor < model.factors().size(); factor++) {
            Place low = places.get(2 * factor);
            Place high = places.get(2 * factor + 1);
            if (!interrupted || (sampler.has(requests(low.options)) && sampler.has(requests(high.options)))) {
                results.add(new FactorResult(
                        model.factors().get(factor),
                        IntStream.range(0, base.size())
                                .mapToObj(option -> effect(option, low, high))
                                .toList()));
            }
        }
        return results;
    }

    private Effect effect(int option, Place low, Place high) {
        List<Sample> seen = new ArrayList<>(List.of(base.get(option)));
        End least = end(option, low, seen);
        End greatest = end(option, high, seen);
        Comparator<Sample> byMean = Comparator.comparingDouble(
                sample -> sample.mean(plan.confidence()).value());
        List<Sample> sorted = seen.stream()
                .filter(sample -> sample.mean(plan.confidence()).known())
                .sorted(byMean)
                .toList();
        // The greatest and the least are picked out of all that was seen: every pair has to be told from luck.
        int pairs = sorted.size() * (sorted.size() - 1) / 2;
        Estimate swing = pairs == 0
                ? Estimate.NONE
                : sorted.get(sorted.size() - 1).minus(sorted.get(0), Familywise.each(plan.confidence(), pairs));
        return new Effect(least, greatest, swing);
    }

    private End end(int option, Place place, List<Sample> seen) {
        if (place.options.isEmpty()) {
            return new Unplayable(place.reason);
        }
        Played played = place.options.get(option);
        if (played.config().equals(asTheyAre.get(option).config())
                && played.fixed().equals(asTheyAre.get(option).fixed())) {
            return new Same();
        }
        Sample sample = sampler.samples(List.of(new Request(played, 0)), Progress.SILENT)
                .get(0);
        seen.add(sample);
        return new Moved(sample.mean(plan.confidence()), sample.minus(base.get(option), plan.confidence()));
    }
}
