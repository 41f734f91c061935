package dev.brokerfall.cli;

import dev.brokerfall.report.ChartException;
import dev.brokerfall.report.ChartFile;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.world.JournalEntry;
import dev.brokerfall.world.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells one trial, event by event. */
@Command(
        name = "timeline",
        description = "Plays one trial (the first by default) and tells it event by event, or as a picture.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall timeline scenarios/broker-kill.yaml",
            "  brokerfall timeline my.yaml --option emptydir --trial 17 -o png=outage.png",
            "  brokerfall timeline my.yaml --option emptydir -o jsonl | jq 'select(.type == \"recordsLost\")'"
        })
final class TimelineCommand implements Callable<Integer> {

    private static final List<String> FORMATS = List.of("text", "jsonl", "png", "svg");
    private static final double MILLIS_PER_SECOND = 1000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A scenario file.")
    private Path file = Path.of("");

    @Option(names = "--option", paramLabel = "NAME", description = "Which option; needed when there are several.")
    private Optional<String> option = Optional.empty();

    @Option(
            names = "--trial",
            paramLabel = "N",
            defaultValue = "0",
            description = "Number of the trial, from 0 (default).")
    private long trial;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of all luck, instead of the scenario's.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "path=value",
            description = "Overrule a field of the scenario; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = {"-o", "--format"},
            paramLabel = "FMT[=PATH]",
            defaultValue = "text",
            description = "text (default), jsonl, png or svg.")
    private String format = "text";

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Figures of your own in place of the catalogue's, each path: value.")
    private Optional<Path> figures = Optional.empty();

    TimelineCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Output output = Output.parse(format);
        Output.complaint(List.of(output), FORMATS, List.of()).ifPresent(this::refuse);
        if (trial < 0) {
            refuse("--trial must not be negative, was " + trial);
        }
        List<String> all = new java.util.ArrayList<>(settings);
        seed.ifPresent(number -> all.add("spec.simulation.seed=" + number));
        Inputs inputs = Inputs.read(List.of(file), all, figures, terminal, false);
        if (inputs.code() != 0) {
            return inputs.code();
        }
        if (inputs.scenarios().size() > 1) {
            refuse(file + " holds several scenarios; a timeline tells one");
        }
        Scenario scenario = inputs.scenarios().get(0).only(option.stream().toList());
        if (scenario.variants().size() > 1) {
            refuse("say which option with --option: "
                    + String.join(
                            ", ",
                            scenario.variants().stream()
                                    .map(variant -> variant.name())
                                    .toList()));
        }
        emit(output, content(Play.of(inputs, scenario), output.format()));
        return 0;
    }

    private void refuse(String complaint) {
        throw new ParameterException(spec.commandLine(), complaint);
    }

    private byte[] content(Play play, String kind) {
        Scenario scenario = play.scenario();
        List<JournalEntry> entries =
                Trial.journal(play.config(0), scenario.simulation().seed(), trial);
        return switch (kind) {
            case "png" ->
                ChartException.orSayWhatIsMissing(() -> picture(play, entries).png());
            case "svg" ->
                ChartException.orSayWhatIsMissing(() -> picture(play, entries).svg());
            case "jsonl" -> TimelineText.jsonLines(entries).getBytes(StandardCharsets.UTF_8);
            default -> TimelineText.text(entries).getBytes(StandardCharsets.UTF_8);
        };
    }

    private ChartFile picture(Play play, List<JournalEntry> entries) {
        Scenario scenario = play.scenario();
        return TimelinePicture.whole(
                "%s, %s, trial %d"
                        .formatted(scenario.name(), scenario.variants().get(0).name(), trial),
                entries,
                scenario.horizon().toMillis() / MILLIS_PER_SECOND,
                play.config(0).kafka().map(kafka -> kafka.allBrokers()).orElse(0));
    }

    private void emit(Output output, byte[] content) throws IOException {
        if (output.path().isPresent()) {
            Output.write(output.path().get(), content);
        } else {
            terminal.bytes().write(content);
            terminal.bytes().flush();
        }
    }
}
