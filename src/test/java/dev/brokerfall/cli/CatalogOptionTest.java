package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user's own figures, from the command line to the result folder. */
final class CatalogOptionTest {

    private static final String SCENARIO = """
        apiVersion: brokerfall.dev/v1alpha1
        kind: Scenario
        metadata: {name: mine}
        spec:
          horizon: 30d
          platform:
            aks:
              nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: ["1", "2", "3"], nodesPerZone: 2}]
          kafka:
            brokers: 3
            topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
            workload: {produce: 1MiB/s, retained: 10Gi}
          options:
            - {name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 2Ti}}}
          simulation: {trials: 3}
        """;

    private static final String FIGURES = """
        prices.disk.P40: 240 USD
        faults.azure-typical.brokerKill.interarrival:
          value: {exponential: {mean: 2d}}
          range: [1d, 5y]
          label: inferred
          note: A bad month of ours.
        """;

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("mine.yaml"), SCENARIO);
        Files.writeString(folder.resolve("figures.yaml"), FIGURES);
    }

    private int execute(String... arguments) {
        PrintWriter print = new PrintWriter(out, true, StandardCharsets.UTF_8);
        PrintWriter complain = new PrintWriter(err, true, StandardCharsets.UTF_8);
        int code = Main.execute(new Terminal(out, print, complain, false, false), arguments);
        print.flush();
        complain.flush();
        return code;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode played(String where, String... more) throws IOException {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(new String[] {"run", file("mine.yaml"), "-q", "--out", file(where)}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        assertThat(execute(arguments)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return json(where, "results.json");
    }

    private JsonNode json(String where, String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readString(folder.resolve(where).resolve("mine").resolve(name)));
    }

    private static double mean(JsonNode results, String metric) {
        return results.at("/options/0/metrics/" + metric + "/mean").asDouble();
    }

    @Test
    void another_value_changes_the_run_and_is_listed_wherever_the_run_is_told() throws IOException {
        JsonNode without = played("without");
        JsonNode with = played("with", "--catalog", file("figures.yaml"));

        // Six disks, of brokers and controllers, at the catalogue's 259 USD or at 240; a broker killed once a year, or
        // every other day.
        assertThat(mean(without, "monthlyCostUsd") - mean(with, "monthlyCostUsd"))
                .isCloseTo(6 * 19.0, within(0.5));
        assertThat(mean(with, "leaderElectionsPerYear")).isGreaterThan(2 * mean(without, "leaderElectionsPerYear"));
        JsonNode price = assumption(with, "prices.disk.P40");
        assertThat(price.at("/value").asString()).isEqualTo("240 USD");
        assertThat(price.at("/label").asString()).isEqualTo("stated");
        assertThat(price.at("/insteadOf/value").asString()).isEqualTo("259 USD");
        assertThat(price.at("/insteadOf/label").asString()).isEqualTo("unknown");
        assertThat(assumption(with, "faults.azure-typical.brokerKill.interarrival")
                        .at("/label")
                        .asString())
                .isEqualTo("inferred");
        assertThat(assumption(without, "prices.disk.P40").has("insteadOf")).isFalse();

        Path result = folder.resolve("with").resolve("mine");
        assertThat(result.resolve("report.md"))
                .content()
                .contains("Overridden assumptions")
                .contains("| `prices.disk.P40` | 240 USD | stated | 259 USD | unknown |")
                .contains("--catalog ");
        assertThat(result.resolve("scenario.yaml"))
                .content()
                .contains("#   prices.disk.P40: 240 USD  (stated, by --catalog instead of 259 USD, unknown)");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("2 values of your own");
        assertThat(json("with", "manifest.json")
                        .at("/inputs/catalog~1figures.yaml")
                        .asString())
                .isEqualTo(Hashing.sha256()
                        .hashString(FIGURES, StandardCharsets.UTF_8)
                        .toString());
        assertThat(json("with", "manifest.json").at("/inputHash"))
                .isNotEqualTo(json("without", "manifest.json").at("/inputHash"));
    }

    private static JsonNode assumption(JsonNode results, String path) {
        for (JsonNode each : results.at("/assumptions")) {
            if (each.at("/path").asString().equals(path)) {
                return each;
            }
        }
        throw new AssertionError(path + " is not listed");
    }

    @Test
    void a_timeline_is_played_with_it_too() {
        execute("timeline", file("mine.yaml"));
        String without = out.toString(StandardCharsets.UTF_8);
        out.reset();

        execute("timeline", file("mine.yaml"), "--catalog", file("figures.yaml"));

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("brokerKill");
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count())
                .isGreaterThan(without.lines().count());
    }

    @Test
    void what_no_option_takes_is_told() throws IOException {
        Files.writeString(folder.resolve("figures.yaml"), "prices.disk.P10: 20 USD\n");

        assertThat(execute("validate", file("mine.yaml"), "--catalog", file("figures.yaml")))
                .isZero();

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("figures.yaml: warning: no option of 'mine' takes prices.disk.P10");
    }

    @Test
    void what_the_checks_look_at_is_not_told_to_be_taken_by_none() throws IOException {
        Files.writeString(folder.resolve("figures.yaml"), """
            azureFiles.minSize: 200Gi
            azureDisk.premiumV2.maxIops: 70000
            """);
        String warning = "warning: no option of 'mine' takes ";

        execute("validate", file("mine.yaml"), "--catalog", file("figures.yaml"));
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains(warning + "azureFiles.minSize", warning + "azureDisk.premiumV2.maxIops");

        err.reset();
        Files.writeString(folder.resolve("mine.yaml"), SCENARIO.replace("  options:\n", """
              options:
                - {name: share, storage: {azureFiles: {size: 512Gi}}}
                - {name: v2, storage: {azureDisk: {sku: PremiumV2_LRS, size: 512Gi}}}
            """));
        assertThat(execute("validate", file("mine.yaml"), "--catalog", file("figures.yaml")))
                .as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain(warning);
    }

    @Test
    void a_value_of_the_users_goes_before_what_a_profile_has_instead() throws IOException {
        Files.writeString(
                folder.resolve("mine.yaml"),
                SCENARIO.replace("  simulation:", "  faults: {profile: azure-pessimistic}\n  simulation:"));
        String detach = "azureDisk.detach: {constant: 17s}\n";
        Files.writeString(folder.resolve("figures.yaml"), detach);
        Files.writeString(
                folder.resolve("both.yaml"),
                detach + "faults.azure-pessimistic.instead.azureDisk.detach: {constant: 19s}\n");

        assertThat(resolved()).contains("#   faults.azure-pessimistic.instead.azureDisk.detach: ");
        assertThat(resolved("--catalog", file("figures.yaml")))
                .contains("#   azureDisk.detach: {constant: 17s}  (stated, by --catalog instead of ")
                .doesNotContain("instead.azureDisk.detach");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();

        // Who gives both has said which one this profile is to take.
        assertThat(resolved("--catalog", file("both.yaml")))
                .contains("#   faults.azure-pessimistic.instead.azureDisk.detach: {constant: 19s}  (stated, by"
                        + " --catalog");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("both.yaml: warning: no option of 'mine' takes azureDisk.detach");
    }

    private String resolved(String... more) {
        out.reset();
        String[] arguments = new String[more.length + 3];
        System.arraycopy(new String[] {"validate", "--resolved", file("mine.yaml")}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        assertThat(execute(arguments)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void what_it_replaces_is_explained_and_named_by_the_checks() throws IOException {
        Files.writeString(folder.resolve("figures.yaml"), "emptyDir.evictBelowFree: 12%\n");

        execute("explain", "emptyDir.evictBelowFree", "--catalog", file("figures.yaml"));
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("instead of", "10% (stated)");

        Files.writeString(
                folder.resolve("mine.yaml"),
                SCENARIO.replace("retained: 10Gi", "retained: 10Ti")
                        .replace("{azureDisk: {sku: Premium_LRS, size: 2Ti}}", "{emptyDir: {}}"));
        execute("validate", file("mine.yaml"), "--catalog", file("figures.yaml"));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("less than 12% of the disk is free");
    }

    @Test
    void a_wrong_file_ends_with_3_before_anything_is_played() throws IOException {
        Files.writeString(folder.resolve("figures.yaml"), "prices.disk.P40: 240\n");

        assertThat(execute("run", file("mine.yaml"), "--catalog", file("figures.yaml"), "--out", file("no")))
                .isEqualTo(3);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("figures.yaml:1:18: error")
                .contains("needs one", "USD");
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void a_missing_file_ends_with_3() {
        assertThat(execute("validate", file("mine.yaml"), "--catalog", file("none.yaml")))
                .isEqualTo(3);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no such file");
    }
}
