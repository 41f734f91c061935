package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.brokerfall.metric.CauseTotals;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.metric.TrialResult;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each trial of one variant came to, in order of trial: a number per metric and trial, and little else, so that thousands fit in
 * memory. Per-year metrics are brought to one year here. Filled by several threads, each trial by one of them.
 */
public final class TrialTable {

    /** What became of a trial. */
    public enum Status {
        /** Not played to its end. */
        MISSING,
        /** Played to its horizon. */
        DONE,
        /** Broke down. */
        FAILED
    }

    private static final ImmutableDoubleArray NONE = ImmutableDoubleArray.of();

    private final Map<Metric, double[]> values = new EnumMap<>(Metric.class);
    private final double years;
    private Status[] status = {};
    private ImmutableDoubleArray[] recoveries = {};
    private ImmutableDoubleArray[] unfinished = {};
    private ImmutableList<Map.Entry<String, CauseTotals>>[] causes;
    private double[] earlyMinutes = {};
    private long[] events = {};

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know nothing of type arguments
    TrialTable(int trials, double years) {
        this.years = years;
        for (Metric metric : Metric.all()) {
            if (metric.kind() != Metric.Kind.FIXED && metric.kind() != Metric.Kind.EPISODES) {
                values.put(metric, new double[0]);
            }
        }
        causes = new ImmutableList[0];
        grow(trials);
    }

    /** Makes room for {@code trials} trials, while none is being played. */
    void grow(int trials) {
        int before = status.length;
        values.replaceAll((metric, column) -> {
            double[] longer = Arrays.copyOf(column, trials);
            Arrays.fill(longer, before, trials, Double.NaN);
            return longer;
        });
        status = Arrays.copyOf(status, trials);
        Arrays.fill(status, before, trials, Status.MISSING);
        recoveries = Arrays.copyOf(recoveries, trials);
        Arrays.fill(recoveries, before, trials, NONE);
        unfinished = Arrays.copyOf(unfinished, trials);
        Arrays.fill(unfinished, before, trials, NONE);
        causes = Arrays.copyOf(causes, trials);
        Arrays.fill(causes, before, trials, ImmutableList.of());
        earlyMinutes = Arrays.copyOf(earlyMinutes, trials);
        events = Arrays.copyOf(events, trials);
    }

    void done(int trial, TrialResult result) {
        values.forEach((metric, column) -> {
            double value = result.value(metric);
            column[trial] = metric.kind() == Metric.Kind.PER_YEAR ? value / years : value;
        });
        recoveries[trial] = result.recoverySeconds();
        unfinished[trial] = result.unfinishedSeconds();
        causes[trial] = result.causes().entrySet().asList();
        earlyMinutes[trial] = result.earlyOutageMinutes() / years;
        events[trial] = result.events();
        status[trial] = Status.DONE;
    }

    void failed(int trial) {
        status[trial] = Status.FAILED;
    }

    /** Returns how many trials there are, whatever became of them. */
    public int trials() {
        return status.length;
    }

    /** Returns the horizon in years. */
    public double years() {
        return years;
    }

    /** Returns what became of trial number {@code trial}. */
    public Status status(int trial) {
        return status[trial];
    }

    /** Returns how many trials ended like that. */
    public long count(Status ended) {
        return Arrays.stream(status).filter(each -> each == ended).count();
    }

    /**
     * Returns the value of {@code metric} in one trial, a year if the metric is one; for {@link Metric.Kind#EPISODES} the mean of the
     * trial's finished episodes. NaN when the trial cannot speak of it.
     */
    public double value(Metric metric, int trial) {
        if (metric.kind() == Metric.Kind.EPISODES) {
            return recoveries[trial].stream().average().orElse(Double.NaN);
        }
        double[] column = values.get(metric);
        return column == null ? Double.NaN : column[trial];
    }

    /** Returns the lengths of the episodes of recovery that ended, in seconds. */
    public ImmutableDoubleArray recoveries(int trial) {
        return recoveries[trial];
    }

    /** Returns how long those that had not ended by the horizon had lasted then, in seconds. */
    public ImmutableDoubleArray unfinished(int trial) {
        return unfinished[trial];
    }

    /** Returns what the beginning of the horizon adds to the minutes a year of one trial; NaN when that is not known. */
    double earlyMinutes(int trial) {
        return earlyMinutes[trial];
    }

    /** Returns how many events the calendar handled. */
    public long events(int trial) {
        return events[trial];
    }

    ImmutableList<Map.Entry<String, CauseTotals>> causes(int trial) {
        return causes[trial];
    }

    /** Returns what all finished trials together put down to each cause, added up in order of trial. */
    ImmutableMap<String, CauseTotals> causes() {
        Map<String, CauseTotals> totals = new java.util.TreeMap<>();
        for (int trial = 0; trial < status.length; trial++) {
            causes[trial].forEach(entry -> totals.merge(entry.getKey(), entry.getValue(), CauseTotals::plus));
        }
        return ImmutableMap.copyOf(totals);
    }

    /** Returns the trial in which {@code metric} came out worst; the first of several. Empty when no trial can speak of it. */
    public Optional<Integer> worst(Metric metric) {
        Comparator<Integer> byValue = Comparator.comparingDouble(trial -> value(metric, trial));
        Comparator<Integer> better = metric.better() == Metric.Better.LOWER ? byValue : byValue.reversed();
        return speaking(metric).boxed().max(better.thenComparing(Comparator.reverseOrder()));
    }

    /** Returns the trial that stands where a share {@code p} of trials has no higher {@code metric}. */
    public Optional<Integer> quantile(Metric metric, double p) {
        int[] trials = speaking(metric)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer trial) -> value(metric, trial)))
                .mapToInt(Integer::intValue)
                .toArray();
        int place = Math.max(1, (int) Math.ceil(p * trials.length));
        return trials.length == 0 ? Optional.empty() : Optional.of(trials[Math.min(place, trials.length) - 1]);
    }

    private IntStream speaking(Metric metric) {
        return IntStream.range(0, status.length)
                .filter(trial -> status[trial] == Status.DONE && !Double.isNaN(value(metric, trial)));
    }
}
