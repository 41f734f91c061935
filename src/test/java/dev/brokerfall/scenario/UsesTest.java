package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.scenario.format.Guide;
import dev.brokerfall.scenario.format.ScenarioField;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class UsesTest {

    private static final Catalogue CATALOGUE = Catalogue.standard();
    private static final Uses USES = Uses.of(CATALOGUE);

    private static Set<String> read() throws IOException {
        Set<String> read = new TreeSet<>();
        Catalogue watched = CATALOGUE.watched(read::add);
        for (Path file : ShippedScenariosTest.scenarios()) {
            for (Scenario scenario : new ScenarioReader(CATALOGUE, List.of()).read(file)) {
                new Composer(watched, scenario).compose();
            }
        }
        CATALOGUE.entries().stream()
                .map(Entry::path)
                .filter(path -> USES.taken(path) || USES.checked(path))
                .forEach(read::add);
        Guide.fields(CATALOGUE).stream()
                .filter(field -> !field.path().contains(".config."))
                .map(ScenarioField::catalogue)
                .forEach(read::add);
        return read;
    }

    /** When this fails for an entry of yours: let {@code Uses} compose a scenario that takes it, or mark it {@code reference: true}. */
    @Test
    void whatever_stands_as_a_value_is_taken_by_some_scenario() throws IOException {
        assertThat(paths(false)).isSubsetOf(read());
    }

    /** When this fails for an entry that you now read: take {@code reference: true} away. */
    @Test
    void what_stands_for_reference_alone_is_taken_by_none() throws IOException {
        assertThat(paths(true)).isNotEmpty().doesNotContainAnyElementsOf(read());
    }

    private static Set<String> paths(boolean reference) {
        return CATALOGUE.entries().stream()
                .filter(entry -> entry.reference() == reference)
                .map(Entry::path)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void it_tells_what_the_scenarios_that_take_an_entry_have_in_common() {
        assertThat(USES.conditions("azureFiles.standard.rate")).contains("spec.storage.azureFiles.tier: standard");
        assertThat(USES.conditions("kafka.zookeeper.session")).contains("spec.kafka.semantics: kafka-2.4-zk");
        assertThat(USES.conditions("kafka.catchUpRate")).isEmpty();
        assertThat(USES.taken("kafka.catchUpRate")).isTrue();
        assertThat(USES.conditions("kubernetes.toleration")).containsExactly("spec.platform.aks");
    }

    @Test
    void with_the_catalogue_as_it_is_every_scenario_that_is_asked_can_be() {
        assertThat(USES.problems()).isEmpty();
    }

    @Test
    void it_tells_what_an_entry_serves() {
        assertThat(USES.readers("prices.disk.P20")).containsExactly("monthlyCostUsd");
        assertThat(USES.readers("azureDisk.writeLatency.Premium_ZRS")).containsExactly("storageWriteLatencyMs");
        assertThat(USES.readers("kafka.catchUpRate")).containsExactly(Composition.SIMULATION);
        assertThat(USES.readers("network.crossZone")).containsExactly("produceLatencyMs", "produceLatencyP99Ms");
    }
}
