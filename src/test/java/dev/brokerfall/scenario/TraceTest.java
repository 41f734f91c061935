package dev.brokerfall.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.fault.BackgroundFault.Kind;
import dev.brokerfall.fault.TimelineEntry;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.scenario.text.SourceText;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that happened, replayed in every trial. */
final class TraceTest {

    private static final String SCENARIO = """
        apiVersion: brokerfall.dev/v1alpha1
        kind: Scenario
        metadata: {name: replay}
        spec:
          horizon: 100d
          platform: {aks: {nodePools: [{name: kafka, vmSize: Standard_D8ds_v5, zones: ["1", "2", "3"], nodesPerZone: 2}]}}
          kafka:
            brokers: 3
            topics: [{name: orders, partitions: 12, replicationFactor: 3, minInsyncReplicas: 2}]
            workload: {produce: 1MiB/s, retained: 1Gi}
          options:
            - {name: disk, storage: {azureDisk: {sku: Premium_LRS, size: 512Gi}}}
            - {name: emptydir, storage: {emptyDir: {}}}
            - {name: hosts, platform: {hosts: {zones: ["1", "2", "3"], agentsPerZone: 1, vmSize: Standard_D8ds_v5}}, storage: {localVolume: {device: temp-ssd}}}
          faults: {trace: incidents.csv}
        """;

    private static final String TRACE = """
        # two of them are made up
        start,kind,target,duration,fraction

        10d, zoneOutage, 2, 11h35m, 50%
        20d,nodeCrash,1/0,8m,
        30d,nodeRedeploy,3/0,,
        40d,diskUnavailable,1,10m,
        50d,attachSlow,,1h,10%
        60d,brokerKill,2,10s,
        """;

    @TempDir
    private Path folder;

    @Test
    void every_trial_meets_the_faults_of_the_trace_at_their_times() throws IOException {
        Composition disk = compose(SCENARIO, TRACE).get(0);

        assertThat(disk.config().timeline())
                .extracting(TimelineEntry::id)
                .containsExactly(
                        "incidents.csv:4",
                        "incidents.csv:5",
                        "incidents.csv:6",
                        "incidents.csv:7",
                        "incidents.csv:8",
                        "incidents.csv:9");
        for (int trial = 0; trial < 3; trial++) {
            List<JournalEntry> journal = Trial.journal(disk.config(), 1, trial);
            assertThat(journal.stream()
                            .filter(entry -> entry.type().equals("faultBegan"))
                            .filter(entry ->
                                    String.valueOf(entry.fields().get("reason")).startsWith("incidents.csv"))
                            .map(entry -> entry.millis() / 86_400_000 + " "
                                    + entry.fields().get("fault")))
                    .containsExactly(
                            "10 zoneOutage",
                            "20 nodeCrash",
                            "30 nodeRedeploy",
                            "40 diskUnavailable",
                            "50 attachSlow",
                            "60 brokerKill");
        }
    }

    @Test
    void what_the_trace_has_comes_no_longer_by_chance_and_the_rest_still_does() throws IOException {
        assertThat(kinds(compose(SCENARIO, TRACE).get(0)))
                .contains(Kind.NODE_FREEZE, Kind.NODE_REBOOT)
                .doesNotContain(Kind.ZONE_OUTAGE, Kind.NODE_CRASH, Kind.NODE_REDEPLOY, Kind.BROKER_KILL);
        assertThat(kinds(compose(SCENARIO.replace("{trace:", "{none: true, trace:"), TRACE)
                        .get(0)))
                .as("with none: true the trace is all there is")
                .isEmpty();
    }

    @Test
    void an_option_is_spared_what_cannot_strike_it_as_it_is_by_chance() throws IOException {
        List<Composition> options = compose(SCENARIO, TRACE);

        // An emptyDir on the node's own SSD has no disk that is away; agents attach none.
        assertThat(events(options.get(1)))
                .containsExactly("zoneOutage", "nodeCrash", "nodeRedeploy", "attachSlow", "brokerKill");
        assertThat(events(options.get(2))).containsExactly("zoneOutage", "nodeCrash", "nodeRedeploy", "brokerKill");
    }

    @Test
    void results_are_conditional_on_the_trace_and_rest_on_its_text() throws IOException {
        Scenario scenario = read(SCENARIO, TRACE);

        assertThat(scenario.planned()).containsExactly("trace incidents.csv");
        assertThat(scenario.traces()).isEqualTo(Map.of("incidents.csv", TRACE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10d,nodeCrsh,1/0,8m,;2:5 there is no fault 'nodeCrsh' | did you mean 'nodeCrash'?",
                "10,nodeCrash,1/0,8m,;2:1 start: '10' has no unit, and a duration needs one | write it like 90s, 10m,"
                        + " 1h30m, 7d or 1y",
                "10d,nodeCrash,1/0,,;2:19 duration: '' is not a duration | write it like 90s, 10m, 1h30m, 7d or 1y",
                "10d,nodeCrash,1/0,0s,;2:19 a fault must last, found '0s' | write how long, such as 10m",
                "10d,nodeCrash,node-1,8m,;2:15 nodeCrash strikes a machine, found 'node-1' | write ZONE/0 for the"
                        + " first of a zone",
                "10d,nodeCrash,1/0,8m,50%;2:22 nodeCrash strikes one thing, not a share | leave the fraction empty",
                "10d,nodeReboot,1/0,8m,;2:20 nodeReboot lasts as long as the platform takes | leave the duration empty",
                "10d,zoneOutage,1,1h,150%;2:21 fraction: a share must not exceed 100%, found '150%' | write it like"
                        + " 99.95%",
                "10d,zoneOutage,1,1h,0%;2:21 a fraction must be more than 0% | write a share, such as 35%",
                "10d,attachSlow,,1h,;2:20 attachSlow needs the share of the usual speed | write such as 10% for ten"
                        + " times as long",
                "10d,attachSlow,1,1h,10%;2:16 attachSlow strikes the whole cluster, found '1' | leave the target empty",
                "10d,brokerKill,first,10s,;2:16 brokerKill strikes a broker, found 'first' | write its number, such as"
                        + " 0",
                "10d,nodeCrash,1/0,8m;2:1 a line has 5 fields, found 4 | write start,kind,target,duration,fraction,"
                        + " and nothing between two commas for what a fault has not"
            })
    void each_mistake_of_a_line_is_told_at_its_place(String line, String expected) {
        Problems problems = new Problems();
        Trace.read(SourceText.of("t.csv", "start,kind,target,duration,fraction\n" + line), problems);
        assertThat(problems.all()).extracting(TraceTest::told).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10d,zoneOutage,westus2-1,1h,;2:16 there is no zone 'westus2-1' | known: 1, 2, 3",
                "10d,nodeCrash,1/2,8m,;2:15 zone '1' has no machine 2 | they are 0 to 1",
                "10d,brokerKill,3,10s,;2:16 there is no broker 3 | they are 0 to 2",
                "101d,brokerKill,0,10s,;2:1 101d is not before the horizon of 100d | leave the line out, or lengthen"
                        + " spec.horizon"
            })
    void what_the_cluster_has_not_is_told_too(String line, String expected) throws IOException {
        String oneOption = SCENARIO.replaceAll("(?m)^.*name: hosts.*\\n", "");
        assertThat(problems(oneOption, "start,kind,target,duration,fraction\n" + line))
                .containsExactly(expected);
    }

    @Test
    void processes_alone_meet_no_faults_of_machines() throws IOException {
        String bare = SCENARIO.replaceAll("(?m)^  platform: .*$", "  platform: {bare: {}}")
                .replaceAll("(?m)^  options:\\n(    - .*\\n)*", "")
                .replace("{trace: incidents.csv}", "{none: true, trace: incidents.csv}");
        String heading = "start,kind,target,duration,fraction\n";

        assertThat(problems(bare, heading + "10d,nodeCrash,1/0,8m,\n20d,brokerKill,1,10s,"))
                .containsExactly("2:1 platform bare has nothing that nodeCrash could strike | leave the line out");
        assertThat(problems(bare, heading + "10d,logDirFailure,1,,")).isEmpty();
        assertThat(problems(
                        bare.replace(
                                "{none: true, trace: incidents.csv}",
                                "{override: {logDirFailure: {interarrival: {exponential: {mean: 10d}}}}}"),
                        TRACE))
                .isEmpty();
    }

    @Test
    void what_the_trace_says_rests_on_no_place_holder() throws IOException {
        String shares = SCENARIO.replaceAll("(?m)^    - .*\\n", "")
                .replace(
                        "options:\n",
                        "options: [{name: shares, storage: {azureFiles: {protocol: nfs, size: 512Gi}}}]\n");

        assertThat(compose(shares, TRACE).get(0).placeHolders()).contains(Metric.OUTAGE_MINUTES);
        assertThat(compose(shares, TRACE + "70d,storageAccountOutage,,1h,\n")
                        .get(0)
                        .placeHolders())
                .doesNotContain(Metric.OUTAGE_MINUTES);
    }

    @Test
    void a_file_that_is_no_trace_is_refused_as_a_whole() throws IOException {
        assertThat(problems(SCENARIO, "10d,nodeCrash,1/0,8m,"))
                .containsExactly("1:1 the first line must name the columns, found '10d,nodeCrash,1/0,8m,'"
                        + " | write start,kind,target,duration,fraction");
        assertThat(problems(SCENARIO, "# nothing yet\nstart,kind,target,duration,fraction\n"))
                .containsExactly("1:1 there is no fault in it | write a line for each under"
                        + " start,kind,target,duration,fraction");
        assertThat(problems(SCENARIO.replace("incidents.csv", "incident.csv"), TRACE))
                .containsExactly("1:1 there is no such file | ");
    }

    @Test
    void an_override_of_what_the_trace_has_would_be_ignored_and_is_refused() throws IOException {
        String both =
                SCENARIO.replace("trace: incidents.csv}", "trace: incidents.csv, override: {nodeCrash: {bursts: 0%}}}");
        assertThat(problems(both, TRACE))
                .singleElement()
                .asString()
                .contains("the trace says when there is a nodeCrash, so none comes by chance");
    }

    @Test
    void a_line_that_strikes_nothing_on_hosts_is_told_once_with_its_place() throws IOException {
        String hosts = SCENARIO.lines()
                .filter(line -> line.contains("name: hosts"))
                .findFirst()
                .orElseThrow();
        String twice = SCENARIO.replace(hosts, hosts + "\n" + hosts.replace("name: hosts", "name: others"));

        assertThat(read(twice, TRACE).warnings().stream().map(TraceTest::told))
                .containsExactly("8:1 attachSlow strikes AKS alone: options on platform hosts are played without it"
                        + " | leave the line out if that is not what you want");
        assertThat(read(SCENARIO.replace(hosts + "\n", ""), TRACE).warnings()).isEmpty();
    }

    private static List<String> events(Composition composition) {
        return composition.config().timeline().stream()
                .map(entry -> entry.event().kind())
                .toList();
    }

    private static List<Kind> kinds(Composition composition) {
        return composition.config().faults().stream().map(BackgroundFault::kind).toList();
    }

    private static String told(Problem problem) {
        return "%s:%s %s | %s"
                .formatted(problem.place().line(), problem.place().column(), problem.message(), problem.help());
    }

    private List<String> problems(String scenario, String trace) throws IOException {
        try {
            read(scenario, trace);
            return List.of();
        } catch (ScenarioException e) {
            return e.problems().stream().map(TraceTest::told).toList();
        }
    }

    private List<Composition> compose(String scenario, String trace) throws IOException {
        return new Composer(Catalogue.standard(), read(scenario, trace)).compose();
    }

    private Scenario read(String scenario, String trace) throws IOException {
        Files.writeString(folder.resolve("incidents.csv"), trace);
        return new ScenarioReader().read("replay.yaml", scenario, folder).get(0);
    }
}
