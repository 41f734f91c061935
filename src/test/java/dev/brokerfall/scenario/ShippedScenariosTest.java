package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ShippedScenariosTest {

    /** It shows what it is warned of. */
    private static final String FILLS_ITS_NODE = "risingwave-8250";

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("scenarios"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.toString().contains("manifests"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void each_is_valid_without_a_warning(Path file) {
        List<Scenario> scenarios = new ScenarioReader().read(file);
        assertThat(scenarios).isNotEmpty();
        assertThat(scenarios)
                .allSatisfy(scenario -> assertThat(scenario.warnings())
                        .allMatch(warning -> (scenario.name().equals(FILLS_ITS_NODE)
                                        && warning.toString().contains("the kubelet will evict it"))
                                || (scenario.name().equals("emptydir-overload")
                                        && warning.toString().contains("which carries 100.0 MB/s for good"))));
    }
}
