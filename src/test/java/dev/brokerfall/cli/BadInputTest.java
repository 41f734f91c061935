package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.cli.Launcher.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that cannot be right, through the launcher: exit code 3, the place, a remedy, and nothing left behind. */
final class BadInputTest {

    private static final String GOOD = """
            apiVersion: brokerfall.dev/v1alpha1
            kind: Scenario
            metadata: {name: bad}
            spec:
              horizon: 30d
              platform:
                aks:
                  nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: ["1", "2", "3"], nodesPerZone: 2}]
              kafka:
                brokers: 3
                topics: [{name: orders, partitions: 120, replicationFactor: 3, minInsyncReplicas: 2}]
                workload: {produce: 20MiB/s, retained: 150Gi}
              options:
                - {name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}}
              timeline:
                - {at: 10d, zoneOutage: {zone: "1", fraction: 50%, for: 1h}}
              simulation: {trials: 2}
            """;

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            unknown key       | zones: ["1"          | zoness: ["1"          | 8:59 | unknown key 'zoness' | did you mean 'zones'?
            wrong unit        | horizon: 30d         | horizon: 30Gi         | 5:12 | 'horizon': '30Gi' is not a duration | write it like 90s
            bare number       | horizon: 30d         | horizon: 30           | 5:12 | '30' has no unit | write it like 90s
            RF above brokers  | replicationFactor: 3 | replicationFactor: 4  | 11:65 | replicationFactor 4 needs as many brokers, and there are 3 | raise kafka.brokers
            min ISR above RF  | minInsyncReplicas: 2 | minInsyncReplicas: 4  | 11:87 | minInsyncReplicas 4 exceeds replicationFactor 3 | lower minInsyncReplicas
            unknown zone      | zone: "1"            | zone: "4"             | 16:36 | there is no zone '4' | did you mean '1'?
            negative duration | for: 1h              | for: -1h              | 16:61 | must not be negative | write it like 90s
            after the horizon | at: 10d              | at: 40d               | 16:12 | 40d is not before the horizon of 30d | lengthen spec.horizon
            does not fit      | size: 512Gi          | size: 64Gi            | 14:20 | each broker stores 150.0 GiB | take a larger volume
            stop without width | {trials: 2}         | {trials: 2, stopWhen: {metric: outageMinutesPerYear}} | 17:27 | one of relativeHalfWidth, absoluteHalfWidth, best is missing | relativeHalfWidth
            """)
    void what_is_wrong_is_said_with_its_place_and_a_remedy(
            String name, String right, String wrong, String place, String message, String help) throws IOException {
        assertThat(GOOD).as(name).contains(right);

        Ended ended = refused(GOOD.replace(right, wrong));

        assertThat(ended.err())
                .contains("bad.yaml:" + place + ": error: ")
                .contains(message)
                .contains(help);
    }

    @Test
    void a_key_that_is_there_twice_is_refused_with_both_places() throws IOException {
        Ended ended = refused(GOOD.replace("    brokers: 3\n", "    brokers: 3\n    brokers: 5\n"));

        assertThat(ended.err())
                .contains("bad.yaml:11:5: error: 'brokers' is there twice")
                .contains("it was given before at line 10");
    }

    @Test
    void a_device_that_the_vm_lacks_is_refused_with_those_it_has() throws IOException {
        Ended ended =
                refused(GOOD.replace("{azureDisk: {sku: Premium_LRS, size: 512Gi}}", "{localVolume: {device: nvme}}"));

        assertThat(ended.err())
                .contains("bad.yaml:14:52: error: Standard_D8ds_v5 has no nvme")
                .contains("temp-ssd of 300Gi");
    }

    @Test
    void a_file_that_is_empty_or_no_text_or_not_there_is_refused() throws IOException {
        assertThat(refused("").err()).contains("bad.yaml").contains("there is no scenario in it");

        Files.write(folder.resolve("binary.yaml"), new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe});
        Ended binary = Launcher.run(folder, "run", "binary.yaml");
        assertThat(binary.code()).isEqualTo(3);
        assertThat(binary.err()).contains("binary.yaml: error: this is not text in UTF-8");

        Ended missing = Launcher.run(folder, "run", "missing.yaml");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.err()).contains("missing.yaml").contains("there is no such file");
    }

    /** Runs the text as a scenario, which must end with 3 and leave nothing beside it. */
    private Ended refused(String text) throws IOException {
        Files.writeString(folder.resolve("bad.yaml"), text);

        Ended ended = Launcher.run(folder, "run", "bad.yaml");

        assertThat(ended.code()).as(ended.err()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("bad.yaml"));
        }
        return ended;
    }
}
