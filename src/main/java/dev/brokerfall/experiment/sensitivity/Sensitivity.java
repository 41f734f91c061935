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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
     * @param phases is told the name of each part of the work and returns whoever wants to know how far that is
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
        List<Rival> rivals = leader.map(
                        first -> new Rivalry(plan, model, sampler, base, phases.apply("where the order changes"))
                                .rivals(first, order, effects))
                .orElse(List.of());
        Morris morris = new Morris(plan, model, sampler, phases.apply("interactions"));
        List<Integer> screened = morris.worthScreening(order, effects);
        return new SensitivityResult(
                plan,
                model.options(),
                means,
                order.stream().map(effects::get).toList(),
                leader.map(model.options()::get),
                rivals,
                screened.size(),
                morris.screen(screened),
                sampler.played(),
                sampler.failed());
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
        sampler.samples(all, phases.apply("one at a time"));
        List<FactorResult> results = new ArrayList<>();
        for (int factor = 0; factor < model.factors().size(); factor++) {
            Place low = places.get(2 * factor);
            Place high = places.get(2 * factor + 1);
            results.add(new FactorResult(
                    model.factors().get(factor),
                    IntStream.range(0, base.size())
                            .mapToObj(option -> effect(option, low, high))
                            .toList()));
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
        Estimate swing = sorted.size() < 2
                ? Estimate.NONE
                : sorted.get(sorted.size() - 1).minus(sorted.get(0), plan.confidence());
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
