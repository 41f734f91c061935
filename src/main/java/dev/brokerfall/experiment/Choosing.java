package dev.brokerfall.experiment;

import dev.brokerfall.experiment.TrialTable.Status;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.stats.Familywise;
import dev.brokerfall.stats.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses the best option from the trials that all options have played and can speak of. */
final class Choosing {

    private final ExperimentPlan plan;
    private final List<TrialTable> tables;
    private final Metric metric;

    Choosing(ExperimentPlan plan, List<TrialTable> tables) {
        this.plan = plan;
        this.tables = tables;
        this.metric = plan.selecting().metric();
    }

    /** Returns the choice; empty for a single option and without a trial that all can speak of. */
    Optional<Choice> choice() {
        int[] common = IntStream.range(0, tables.get(0).trials())
                .filter(trial -> tables.stream()
                        .allMatch(table ->
                                table.status(trial) == Status.DONE && !Double.isNaN(table.value(metric, trial))))
                .toArray();
        if (tables.size() < 2 || common.length == 0) {
            return Optional.empty();
        }
        double sign = metric.better() == Metric.Better.LOWER ? 1 : -1;
        double[][] observations = tables.stream()
                .map(table -> IntStream.of(common)
                        .mapToDouble(trial -> sign * table.value(metric, trial))
                        .toArray())
                .toArray(double[][]::new);
        Selection selection = Selection.ofLeast(observations, plan.selecting().indifference(), confidencePerLook());
        List<Choice.Placed> places = new ArrayList<>();
        for (int option = 0; option < tables.size(); option++) {
            Selection.Place place = selection.places().get(option);
            places.add(new Choice.Placed(plan.variants().get(option).name(), place.standing(), place.behind()));
        }
        return Optional.of(new Choice(
                plan.selecting(),
                plan.confidence(),
                common.length,
                plan.variants().get(selection.best()).name(),
                selection.decided(),
                selection.trialsToDecide(),
                places));
    }

    /** Who looks several times whether the best is known has several chances to err. */
    private double confidencePerLook() {
        return plan.stopping()
                .filter(stopping -> stopping.rule() == Stopping.Rule.BEST)
                .map(stopping ->
                        Familywise.each(plan.confidence(), stopping.looks().size()))
                .orElse(plan.confidence());
    }
}
