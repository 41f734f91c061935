package dev.brokerfall;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The packages that play Kafka, Kubernetes, hosts, storage and faults, read scenarios and judge trials hold no figure of their own: how long, how much and how often
 * comes from the catalogue, where it has a source and a label. Every number in their code but 0, 1 and 2, and every quantity made of
 * one, must be here with the reason why it is none of those.
 */
final class DomainConstantsTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/brokerfall");
    private static final List<String> PACKAGES =
            List.of("kafka", "kubernetes", "hosts", "storage", "fault", "flow", "metric", "world", "scenario");

    private static final String ROUNDING = "a tolerance of floating-point arithmetic";
    private static final String UNIT = "a unit is changed into another";
    private static final String CAPACITY = "what an array holds at first; it grows";
    private static final String POSITION = "a position in an array";
    private static final String LAYOUT = "bits of a packed number";
    private static final String RULE =
            "a rule of the API or of the source code that is followed, named in its comment; nobody can set it";

    private static final String VERSION = "the version from which a rule holds";
    private static final String BOUND = "the most that the format takes, against slips; no cluster comes near it";
    private static final String WORDING = "how messages and files are laid out";
    private static final String GUARD = "how much text is read, against files that never end";
    private static final String CALENDAR = "the calendar";
    private static final String STATISTICS = "statistics";
    private static final String GRID = "how finely a distribution is reckoned";

    /** File and number, and why it may stand there. */
    private static final Map<String, String> ALLOWED = Map.ofEntries(
            Map.entry("Bandwidth.java 3", POSITION),
            Map.entry("Bandwidth.java 4", POSITION),
            Map.entry("Bandwidth.java 5", POSITION),
            Map.entry("Bandwidth.java 6", POSITION),
            Map.entry("Bandwidth.java 7", POSITION),
            Map.entry("Bandwidth.java 8", POSITION),
            Map.entry("Bandwidth.java 9", POSITION),
            Map.entry("Bandwidth.java 10", POSITION),
            Map.entry("Bandwidth.java 1e-9", ROUNDING),
            Map.entry("BackgroundFaults.java 1000", UNIT),
            Map.entry("BackgroundFaults.java 20", "intervals until a sequence has forgotten how it began"),
            Map.entry("BackgroundFaults.java 3", "a kind of event on the agenda"),
            Map.entry("BrokerLife.java 1000", UNIT),
            Map.entry("Controllership.java 1000", UNIT),
            Map.entry("FileWork.java 1000", UNIT),
            Map.entry("PartitionController.java 1000", UNIT),
            Map.entry("KafkaCluster.java 100", "how controllers are numbered"),
            Map.entry("LagHeap.java 8", CAPACITY),
            Map.entry("Millis.java 1e-6", ROUNDING),
            Map.entry("RatePattern.java 168", "the hours of a week"),
            Map.entry("RatePattern.java Duration.ofHours(1", "the step in which a pattern is given"),
            Map.entry("Quorum.java 8", LAYOUT),
            Map.entry("Quorum.java 16", LAYOUT),
            Map.entry("Sessions.java 8", RULE),
            Map.entry("Sessions.java 50", RULE),
            Map.entry(
                    "Semantics.java Duration.ofSeconds(2",
                    "ZooKeeper's tickTime: the whole profile is a rule set of one version"),
            Map.entry("TopicConfig.java 31", LAYOUT),
            Map.entry("AksConfig.java 35", "the version of Kubernetes from which a rule holds"),
            Map.entry("Cast.java 1000", UNIT),
            Map.entry("Cast.java 1024", "far enough from overflow"),
            Map.entry("Cast.java 99", "rounding up a percentage"),
            Map.entry("Cast.java 100", "rounding up a percentage"),
            Map.entry("Fleet.java 4", "far enough from overflow"),
            Map.entry("Founding.java 100", RULE),
            Map.entry("Machines.java 3", RULE),
            Map.entry("NodePoolConfig.java 6", RULE),
            Map.entry("Requirement.java 63", RULE),
            Map.entry("NodeMemo.java 16", CAPACITY),
            Map.entry("PodState.java 8", CAPACITY),
            Map.entry("Scoring.java 3", RULE),
            Map.entry("Scoring.java 100", RULE),
            Map.entry("Scoring.java 1e-9", ROUNDING),
            Map.entry("Scoring.java 16", CAPACITY),
            Map.entry("AksComposer.java 1000", UNIT),
            Map.entry("AksComposer.java 32", VERSION),
            Map.entry("BurstBucket.java 1e-9", ROUNDING),
            Map.entry("Capacity.java 1e6", UNIT),
            Map.entry("Capacity.java 20", UNIT),
            Map.entry("CauseLedger.java 8", CAPACITY),
            Map.entry("Composer.java 0.01", "from which share on a place-holder in a price is marked"),
            Map.entry("Composer.java 0.5", STATISTICS),
            Map.entry("Composer.java 0.99", STATISTICS),
            Map.entry("EventSpec.java 100", BOUND),
            Map.entry("EventSpec.java 1000", BOUND),
            Map.entry("EventSpec.java 20", BOUND),
            Map.entry("FairShares.java 16", CAPACITY),
            Map.entry("FairShares.java 17", CAPACITY),
            Map.entry("FairShares.java 1e-12", ROUNDING),
            Map.entry("FairShares.java 64", CAPACITY),
            Map.entry("FaultComposer.java 1000", UNIT),
            Map.entry("FaultComposer.java Duration.ofMillis(1", "as soon as the calendar can"),
            Map.entry("FullMinutes.java 60000", UNIT),
            Map.entry("Importer.java 9", BOUND),
            Map.entry("Journal.java 100", UNIT),
            Map.entry("Journal.java 1e6", UNIT),
            Map.entry("KafkaChecks.java 0.01", "by how much rounding may set two sums apart"),
            Map.entry("KafkaChecks.java 24", CALENDAR),
            Map.entry("KafkaChecks.java 30", UNIT),
            Map.entry("KafkaComposer.java 1000", UNIT),
            Map.entry("KafkaComposer.java 1e6", UNIT),
            Map.entry("KafkaSpec.java 1000", BOUND),
            Map.entry("KafkaSpec.java 1000000", BOUND),
            Map.entry("KafkaSpec.java 31", BOUND),
            Map.entry("KafkaSpec.java 9", BOUND),
            Map.entry("KafkaVersions.java 100", "minor versions of a major one, to put them in order"),
            Map.entry("KafkaVersions.java 4", RULE),
            Map.entry("Load.java 5", CALENDAR),
            Map.entry("Load.java 7", CALENDAR),
            Map.entry("ManifestReader.java 1024", GUARD),
            Map.entry("ManifestReader.java 256", GUARD),
            Map.entry("ManifestReader.java 8", LAYOUT),
            Map.entry("NearestVm.java 100", "more than any ratio of cores or memory"),
            Map.entry("NearestVm.java 1000", UNIT),
            Map.entry("NearestVm.java 4", VERSION),
            Map.entry("Objectives.java 100", UNIT),
            Map.entry("Objectives.java 1000", UNIT),
            Map.entry("Objectives.java 3", STATISTICS),
            Map.entry("Objectives.java 60", UNIT),
            Map.entry("OutageSpans.java 1000.0", UNIT),
            Map.entry("OutageSpans.java 16", CAPACITY),
            Map.entry("OutageSpans.java 21", LAYOUT),
            Map.entry("OutageSpans.java 60000", UNIT),
            Map.entry("Place.java 240", WORDING),
            Map.entry("PlatformChecks.java Duration.ofDays(1", CALENDAR),
            Map.entry("PlatformSpec.java 100", BOUND),
            Map.entry("PlatformSpec.java 1000", BOUND),
            Map.entry("PlatformSpec.java 3000", BOUND),
            Map.entry("PodReader.java 2000000000", RULE),
            Map.entry("PodReader.java 2000001000", RULE),
            Map.entry("PodReader.java 30", RULE),
            Map.entry("Pricing.java 1e6", UNIT),
            Map.entry("Pricing.java 1e9", UNIT),
            Map.entry("Pricing.java 30", UNIT),
            Map.entry("Pricing.java 3600", UNIT),
            Map.entry("Printer.java 4", WORDING),
            Map.entry("Printer.java 64", WORDING),
            Map.entry("Problems.java 20", WORDING),
            Map.entry("ProduceLatency.java 0.5", GRID),
            Map.entry("ProduceLatency.java 1000", UNIT),
            Map.entry("ProduceLatency.java 2000", GRID),
            Map.entry("Quantity.java 1000", UNIT),
            Map.entry("Quantity.java 1024", UNIT),
            Map.entry("Quantity.java 19", GUARD),
            Map.entry("Quantity.java 40", GUARD),
            Map.entry("RequestReader.java 4", "far enough from overflow"),
            Map.entry("RestartBackOff.java 20", "far enough from overflow"),
            Map.entry("ScenarioSpec.java 10000000", BOUND),
            Map.entry("ScenarioText.java 36", WORDING),
            Map.entry("SchemaWriter.java 3", "an example in the schema"),
            Map.entry("SemanticsFinder.java 204", VERSION),
            Map.entry("SemanticsFinder.java 400", VERSION),
            Map.entry("SemanticsFinder.java 401", VERSION),
            Map.entry("SemanticsFinder.java 403", VERSION),
            Map.entry("Sizing.java 1000", UNIT),
            Map.entry("StorageChecks.java 30", UNIT),
            Map.entry("Suggestion.java 3", WORDING),
            Map.entry("Text.java 100", WORDING),
            Map.entry("TimelineChecks.java 100", "how controllers are numbered"),
            Map.entry("TopicsReader.java 10", WORDING),
            Map.entry("Trace.java 3", "a column of the file"),
            Map.entry("Trace.java 4", "a column of the file"),
            Map.entry(
                    "Trial.java 50000000",
                    "no cluster lives through so many events; beyond it a trial is an endless loop"),
            Map.entry(
                    "TrialMetrics.java 100",
                    "the definition of an outage; with another value it would be another metric"),
            Map.entry("TrialMetrics.java 1000", UNIT),
            Map.entry("TrialMetrics.java 3600000", UNIT),
            Map.entry("TrialMetrics.java 4", LAYOUT),
            Map.entry("TrialResult.java 0.1", "how much of a horizon is called its beginning"),
            Map.entry("Volumes.java 20", UNIT),
            Map.entry("Volumes.java 30", UNIT),
            Map.entry("Yaml.java 18", "digits that a long holds"),
            Map.entry("YamlReader.java 50", GUARD),
            Map.entry("UpgradeConfig.java Duration.ofDays(7", UNIT));

    private static final Pattern NO_CODE = Pattern.compile(
            "/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])'", Pattern.DOTALL);
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\w.])([0-9][0-9_]*(?:\\.[0-9]+)?(?:[eE]-?[0-9]+)?)[LDF]?(?![\\w.])");
    private static final Pattern QUANTITY =
            Pattern.compile("(?:Duration|RandomDuration|DataSize|DataRate|Money|Share)(?:\\.\\w+)?\\([0-9][0-9_.]*");
    private static final Set<String> HARMLESS = Set.of("0", "1", "2");

    private static Set<String> found(Path file) {
        String code = NO_CODE.matcher(text(file)).replaceAll(" ");
        Set<String> found = new TreeSet<>();
        Matcher quantities = QUANTITY.matcher(code);
        while (quantities.find()) {
            found.add(file.getFileName() + " " + quantities.group());
        }
        Matcher numbers = NUMBER.matcher(QUANTITY.matcher(code).replaceAll(" "));
        while (numbers.find()) {
            String number = numbers.group(1).replace("_", "");
            if (!HARMLESS.contains(number.endsWith(".0") ? number.substring(0, number.length() - 2) : number)) {
                found.add(file.getFileName() + " " + number);
            }
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    @Test
    void code_of_the_model_holds_no_figure_of_the_domain() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String name : PACKAGES) {
            try (Stream<Path> files = Files.walk(SOURCES.resolve(name))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(DomainConstantsTest::found)
                        .forEach(found::addAll);
            }
        }

        assertThat(found)
                .as("put a figure into the catalogue; only what is none gets a reason here")
                .containsExactlyInAnyOrderElementsOf(new TreeSet<>(ALLOWED.keySet()));
    }
}
