package dev.brokerfall.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.experiment.RareEvents;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.stats.Estimate;
import dev.brokerfall.stats.Proportion;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import dev.brokerfall.world.TrialConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chains beside plain trials of the whole model, where faults come so often that both see losses. */
final class RareBesidePlainTest {

    private static final long SEED = 20261125;
    private static final double CONFIDENCE = 0.99;
    private static final int TRIALS = 600;

    @Test
    void chains_estimate_what_plain_trials_of_an_aks_cluster_see() {
        // Given emptyDir on AKS for ten days in which each machine crashes and each broker dies once a day
        TrialConfig config = oftenStruck();

        // When
        long lost = IntStream.range(0, TRIALS)
                .filter(trial -> Trial.play(config, SEED, trial).value(Metric.DATA_LOSS_PROBABILITY) > 0)
                .count();
        Estimate plain = new Proportion(lost, TRIALS).within(CONFIDENCE);
        RareEvents.Result result = new RareEvents(
                        config,
                        SEED + 1,
                        new RareTarget.Loss(),
                        new RareEvents.Budget(2, 8, 10, 12, 0.25, CONFIDENCE),
                        2)
                .estimate();

        // Then both say the same of it
        Estimate chains = result.chains().within(CONFIDENCE);
        assertThat(lost).isGreaterThan(5);
        assertThat(chains.known()).isTrue();
        assertThat(result.plain().hits()).isZero();
        assertThat(chains.lower()).isLessThan(plain.upper());
        assertThat(chains.upper()).isGreaterThan(plain.lower());
        // Nor is it so wide that it says nothing.
        assertThat(chains.upper() / chains.lower()).isLessThan(10);
    }

    private static TrialConfig oftenStruck() {
        Catalogue catalogue = Catalogue.standard();
        List<String> settings = List.of(
                "spec.horizon=10d",
                "spec.faults.override={nodeCrash: {interarrival: {exponential: {mean: 1d}}},"
                        + " brokerKill: {interarrival: {exponential: {mean: 1d}}}}");
        return new Composer(
                        catalogue,
                        new ScenarioReader(catalogue, settings)
                                .read(Path.of("scenarios/westus2-storage-choice.yaml"))
                                .get(0)
                                .only(List.of("emptydir")))
                .compose()
                .get(0)
                .config();
    }
}
