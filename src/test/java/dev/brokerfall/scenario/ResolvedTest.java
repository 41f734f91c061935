package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ResolvedTest {

    static List<Path> scenarios() throws IOException {
        return ShippedScenariosTest.scenarios();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_resolved_scenario_is_a_scenario_that_plays_the_same(Path file) {
        for (Scenario scenario : new ScenarioReader().read(file)) {
            List<Composition> compositions = new Composer(Catalogue.standard(), scenario).compose();
            String text = Resolved.text(Catalogue.standard(), scenario, compositions);
            Scenario again = new ScenarioReader()
                    .read("resolved", text, scenario.folder())
                    .get(0);
            assertThat(new Composer(Catalogue.standard(), again).compose())
                    .extracting(Composition::config)
                    .isEqualTo(compositions.stream().map(Composition::config).toList());
            assertThat(again.objectives()).isEqualTo(scenario.objectives());
        }
    }
}
