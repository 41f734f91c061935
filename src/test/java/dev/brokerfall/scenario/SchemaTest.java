package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.brokerfall.Golden;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.format.SchemaWriter;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.scenario.text.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

final class SchemaTest {

    private static final Path FILE = Path.of("src/main/resources/dev/brokerfall/scenario.schema.json");
    private static final String SCHEMA = new SchemaWriter(Catalogue.standard()).write();

    static List<Path> scenarios() throws IOException {
        return ShippedScenariosTest.scenarios();
    }

    @Test
    void the_committed_schema_is_current() throws IOException {
        Golden.check(FILE, SCHEMA);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void every_shipped_scenario_matches_it(Path file) throws IOException {
        for (Yaml document : YamlReader.read(file.toString(), Files.readString(file), new Problems())) {
            assertThat(errors(document)).isEmpty();
        }
    }

    @Test
    void what_the_reader_refuses_it_refuses_too() {
        Yaml document = YamlReader.value(
                        "test",
                        "{apiVersion: brokerfall.dev/v1alpha1, kind: Scenario, metadata: {name: x},"
                                + " spec: {platform: {bare: {}}, horizon: 5, nonsense: 1, timeline: [{at: 1m}]}}",
                        new Problems())
                .orElseThrow();
        assertThat(errors(document))
                .anyMatch(error -> error.contains("horizon"))
                .anyMatch(error -> error.contains("nonsense"))
                .anyMatch(error -> error.contains("timeline"));
    }

    private static List<String> errors(Yaml document) {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(SCHEMA);
        String json = JsonMapper.builder().build().writeValueAsString(document.plain());
        return schema.validate(json, InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
