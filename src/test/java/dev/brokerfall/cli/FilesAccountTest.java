package dev.brokerfall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.Composer;
import dev.brokerfall.scenario.Composition;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scenarios/files-account.yaml}: Azure Files loses though no machine ever fails, and its timeline says why. */
final class FilesAccountTest {

    private static final Path SCENARIO = Path.of("scenarios", "files-account.yaml");
    private static final Set<String> OF_MACHINES =
            Set.of("nodeNotReady", "nodeReady", "nodeCordoned", "nodeDeleted", "podUnschedulable", "podScheduled");

    @TempDir
    private Path folder = Path.of("");

    private JsonNode results() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintWriter print = new PrintWriter(out, true, StandardCharsets.UTF_8);
        int code = Main.execute(
                new Terminal(out, print, print, false, false),
                "run",
                SCENARIO.toString(),
                "-q",
                "--trials",
                "120",
                "--out",
                folder.toString());
        assertThat(code).as(out.toString(StandardCharsets.UTF_8)).isZero();
        return JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("files-account").resolve("results.json")));
    }

    private static JsonNode outage(JsonNode results, String option) {
        return StreamSupport.stream(results.path("comparisons").spliterator(), false)
                .filter(each -> each.path("option").asString().equals(option)
                        && each.path("metric").asString().equals("outageMinutesPerYear"))
                .findFirst()
                .orElseThrow();
    }

    private static Composition option(String name) {
        Scenario scenario = new ScenarioReader().read(SCENARIO).get(0);
        return new Composer(Catalogue.standard(), scenario)
                .compose().stream()
                        .filter(each -> each.variant().name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void one_account_for_all_is_worse_than_three_disks_and_an_account_for_each_is_not() throws IOException {
        JsonNode results = results();

        assertThat(outage(results, "azure-files-smb").path("verdict").asString())
                .isEqualTo("worse");
        assertThat(outage(results, "azure-files-nfs").path("verdict").asString())
                .isEqualTo("worse");
        assertThat(outage(results, "azure-files-accounts").path("verdict").asString())
                .isEqualTo("better");
        // Not even then is it recommended: how often accounts fail is anybody's guess.
        assertThat(results.path("options")
                        .path(3)
                        .path("metrics")
                        .path("outageMinutesPerYear")
                        .path("placeHolder")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void its_timeline_shows_every_broker_hang_at_once_with_every_node_up() {
        Composition files = option("azure-files-nfs");
        List<JournalEntry> journal = java.util.stream.IntStream.range(0, 20)
                .mapToObj(trial -> Trial.journal(files.config(), 20260504, trial))
                .filter(each -> !of(each, "faultBegan").isEmpty())
                .findFirst()
                .orElseThrow();

        JournalEntry began = of(journal, "faultBegan").get(0);
        assertThat(began.fields()).containsEntry("fault", "storageAccountOutage");
        List<JournalEntry> down = of(journal, "brokerDown").stream()
                .filter(entry -> entry.millis() == began.millis())
                .toList();
        assertThat(down)
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.fields()).containsEntry("fault", "storageAccountOutage"));
        assertThat(of(journal, "unwritable").stream()
                        .filter(entry -> entry.millis() == began.millis())
                        .mapToInt(entry -> (Integer) entry.fields().getOrDefault("partitions", 0))
                        .sum())
                .isEqualTo(120);
        assertThat(journal).noneMatch(entry -> OF_MACHINES.contains(entry.type()));
        assertThat(of(journal, "containerKilled")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void over_SMB_a_refused_delete_takes_the_only_log_directory_and_the_broker_with_it() {
        Composition files = option("azure-files-smb");
        List<JournalEntry> journal = Trial.journal(files.config(), 20260504, 0);

        JournalEntry failed = of(journal, "logDirectoryFailed").get(0);
        assertThat(failed.fields()).containsEntry("fault", "logDirFailure");
        Optional<JournalEntry> down = of(journal, "brokerDown").stream()
                .filter(entry -> entry.millis() == failed.millis())
                .findFirst();
        assertThat(down).isPresent();
        assertThat(new TreeMap<>(down.orElseThrow().fields()))
                .containsEntry("broker", new TreeMap<>(failed.fields()).get("broker"));
        assertThat(journal).noneMatch(entry -> OF_MACHINES.contains(entry.type()));
    }

    private static List<JournalEntry> of(List<JournalEntry> journal, String type) {
        return journal.stream().filter(entry -> entry.type().equals(type)).collect(Collectors.toList());
    }
}
