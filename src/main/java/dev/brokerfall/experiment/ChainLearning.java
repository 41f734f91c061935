package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.fault.Biasing;
import dev.brokerfall.world.Excursion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Learns from chains how to draw chains that lead to what is sought: by the cross-entropy method in levels (Rubinstein and Kroese, The
 * Cross-Entropy Method, 2004, chapter 3).
 *
 * <p>A thing is drawn as often as it had weight in the chains that got furthest: those in which what is sought happened, or as long as
 * there are too few of them, those that left fewer sound copies than most. What is drawn by that gets further, and is learnt from in its
 * turn.
 */
final class ChainLearning {

    /**
     * So much of the drawing goes evenly to all there is, however little it has been seen to matter: what is seldom drawn though it
     * matters would carry the whole by one chain (a defensive mixture: Hesterberg, Technometrics 37, 1995, finds 0.1 to 0.5 apt).
     */
    private static final double EVENLY = 0.3;

    /** A level is learnt from as soon as so many chains have reached it. */
    private static final int ENOUGH = 10;

    /** How many chains that count alike what was seen must be worth to be believed as much as what was thought before. */
    private static final double HALF_BELIEVED = 5;

    /** At first a fault at a copy that counts is drawn so many times as often as another of its kind. */
    private static final double AT_A_COPY = 8;

    /** How long chains may last, in milliseconds: ten seconds to ten days, a decade apart. */
    private static final ImmutableDoubleArray SCALES = ImmutableDoubleArray.of(1e4, 1e5, 1e6, 1e7, 1e8);

    /** How many faults are drawn for each that is needed while a chain grows by a factor of 2.7. */
    private static final double STRENGTH = 1;

    private final ImmutableSortedSet<String> names;
    private final Map<Integer, List<Seen>> levels = new TreeMap<>();
    private Map<String, Double> first = new TreeMap<>();
    private Map<String, Double> later = new TreeMap<>();
    private Map<Integer, Double> kinds = new TreeMap<>();
    private boolean learnt;
    private double[] scales = new double[SCALES.length()];

    /** A chain that reached a level, the kind of time that it began in, and what it counted with. */
    private record Seen(int kind, Excursion chain, Excursion.Step step, double weight) {}

    ChainLearning(Collection<String> groups) {
        ImmutableSortedSet.Builder<String> both = ImmutableSortedSet.naturalOrder();
        groups.forEach(group -> both.add(group, group + Biasing.AT_A_COPY));
        names = both.build();
        for (String name : names) {
            double weight = name.endsWith(Biasing.AT_A_COPY) ? AT_A_COPY : 1;
            first.put(name, weight / (groups.size() * (1 + AT_A_COPY)));
            later.put(name, weight / (groups.size() * (1 + AT_A_COPY)));
        }
        java.util.Arrays.fill(scales, 1.0 / scales.length);
    }

    /** Returns how chains are to be drawn now. */
    Biasing biasing() {
        List<Biasing.Scale> itsScales = new ArrayList<>();
        for (int scale = 0; scale < scales.length; scale++) {
            itsScales.add(new Biasing.Scale(SCALES.get(scale), scales[scale]));
        }
        return new Biasing(
                ImmutableMap.copyOf(first), ImmutableMap.copyOf(later), STRENGTH, ImmutableList.copyOf(itsScales));
    }

    /** Returns how probable it is that a chain begins in a kind of time, beside the other kinds of the trial. */
    double share(int kind) {
        return kinds.getOrDefault(kind, learnt ? EVENLY / kinds.size() : 1);
    }

    /** Notes that there is time of a kind. */
    void saw(int kind) {
        kinds.putIfAbsent(kind, share(kind));
    }

    /** Notes what became of a chain that began in a kind of time. */
    void add(int kind, Excursion chain) {
        for (Excursion.Step step : chain.steps()) {
            double weighted = step.level() == Excursion.HAPPENED ? chain.weighted() : step.weight();
            if (weighted > 0) {
                levels.computeIfAbsent(step.level(), its -> new ArrayList<>())
                        .add(new Seen(kind, chain, step, weighted));
            }
        }
    }

    /** Returns how many chains have reached what is sought. */
    int reached() {
        return levels.getOrDefault(Excursion.HAPPENED, List.of()).size();
    }

    /** Draws from now on what the chains that got furthest had in common. */
    void learn() {
        for (List<Seen> level : levels.values()) {
            if (level.size() >= ENOUGH) {
                learnt = true;
                learn(level);
                return;
            }
        }
    }

    private void learn(List<Seen> level) {
        double most = level.stream()
                .map(Seen::weight)
                .sorted(Comparator.reverseOrder())
                .skip(ENOUGH - 1)
                .findFirst()
                .orElseThrow();
        Map<String, Double> begun = new TreeMap<>();
        Map<String, Double> followed = new TreeMap<>();
        Map<Integer, Double> from = new TreeMap<>();
        double[] lasted = new double[SCALES.length()];
        double sum = 0;
        double squares = 0;
        for (Seen seen : level) {
            double weight = Math.min(most, seen.weight());
            sum += weight;
            squares += weight * weight;
            from.merge(seen.kind(), weight, Double::sum);
            for (int place = 0; place < seen.step().faults(); place++) {
                (place == 0 ? begun : followed).merge(seen.chain().path().get(place), weight, Double::sum);
            }
            for (int scale = 0; scale < lasted.length && seen.step().faults() > 1; scale++) {
                lasted[scale] += weight * seen.step().scales().get(scale);
            }
        }
        double alike = sum * sum / squares;
        double belief = alike / (alike + HALF_BELIEVED);
        first = mixed(begun, first, belief);
        later = mixed(followed, later, belief);
        kinds = mixed(from, kinds, belief);
        scales = mixed(lasted, scales, belief);
    }

    private static <T extends Comparable<T>> Map<T, Double> mixed(
            Map<T, Double> found, Map<T, Double> before, double belief) {
        double total = sum(found);
        double all = sum(before);
        if (total == 0) {
            return before;
        }
        Map<T, Double> mixed = new TreeMap<>();
        before.forEach((name, old) -> mixed.put(
                name,
                EVENLY / before.size()
                        + (1 - EVENLY) * (belief * found.getOrDefault(name, 0.0) / total + (1 - belief) * old / all)));
        return mixed;
    }

    private static double[] mixed(double[] found, double[] before, double belief) {
        double total = java.util.Arrays.stream(found).sum();
        double[] mixed = before.clone();
        for (int place = 0; place < mixed.length && total > 0; place++) {
            mixed[place] = EVENLY / mixed.length
                    + (1 - EVENLY) * (belief * found[place] / total + (1 - belief) * before[place]);
        }
        return mixed;
    }

    private static double sum(Map<?, Double> weights) {
        return weights.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
