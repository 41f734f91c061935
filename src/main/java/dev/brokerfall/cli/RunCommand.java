package dev.brokerfall.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import dev.brokerfall.experiment.ExitCode;
import dev.brokerfall.experiment.Experiment;
import dev.brokerfall.experiment.ExperimentPlan;
import dev.brokerfall.experiment.ExperimentResult;
import dev.brokerfall.experiment.ExperimentRun;
import dev.brokerfall.experiment.Manifest;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.RareEvents;
import dev.brokerfall.experiment.ResultFolder;
import dev.brokerfall.experiment.ResultsJson;
import dev.brokerfall.report.ChartException;
import dev.brokerfall.report.ChartFile;
import dev.brokerfall.report.ChartSet;
import dev.brokerfall.report.MarkdownReport;
import dev.brokerfall.report.Setting;
import dev.brokerfall.report.TerminalReport;
import dev.brokerfall.scenario.CatalogueReader;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.world.RareTarget;
import dev.brokerfall.world.Trial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays scenarios and says what comes out. */
@Command(
        name = "run",
        description = "Plays every option of every scenario, prints the comparison, writes the result folder.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall run scenarios/westus2-storage-choice.yaml",
            "  brokerfall run my.yaml --trials 100 --option azure-disk-lrs --option emptydir",
            "  brokerfall run my.yaml --set spec.kafka.brokers=5 -o json=result.json -o text",
            "  brokerfall run my.yaml --catalog figures.yaml    # such as prices.disk.P40: 240 USD"
        })
final class RunCommand implements Callable<Integer> {

    private static final List<String> FORMATS = List.of("text", "json", "markdown");
    private static final List<String> NOT_BUILT = List.of("junit", "github", "azuredevops");
    private static final double MILLIS_PER_SECOND = 1000;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenario files.")
    private List<Path> files = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "results",
            description = "Where result folders go (default: results).")
    private Path out = Path.of("results");

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Exactly so many trials of each option, whatever the scenario says.")
    private Optional<Long> trials = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", description = "Seed of all luck, instead of the scenario's.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Trials played at a time (default: one per core).")
    private Optional<Integer> threads = Optional.empty();

    @Option(names = "--option", paramLabel = "NAME", description = "Play only this option; may be repeated.")
    private List<String> options = List.of();

    @Option(
            names = "--set",
            paramLabel = "path=value",
            description = "Overrule a field of the scenario; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = {"-o", "--format"},
            paramLabel = "FMT[=PATH]",
            description = "text (default), json or markdown; only one without a path. May be repeated.")
    private List<String> formats = List.of();

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            defaultValue = "fail",
            description = "What makes the exit code 99 or 98: fail (default), inconclusive, warn or never.")
    private ExitCode.FailOn failOn = ExitCode.FailOn.FAIL;

    @Option(names = "-q", description = "No progress.")
    private boolean quiet;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Figures of your own in place of the catalogue's, each path: value.")
    private Optional<Path> figures = Optional.empty();

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Output> outputs = formats.isEmpty()
                ? List.of(new Output("text", Optional.empty()))
                : formats.stream().map(Output::parse).toList();
        Output.complaint(outputs, FORMATS, NOT_BUILT).ifPresent(this::refuse);
        if (threads.isPresent() && threads.get() < 1) {
            refuse("--threads must be at least 1, was " + threads.get());
        }
        List<String> all = new ArrayList<>(settings);
        trials.ifPresent(number -> {
            all.add("spec.simulation.trials=" + number);
            all.add("spec.simulation.stopWhen=never");
        });
        seed.ifPresent(number -> all.add("spec.simulation.seed=" + number));
        Inputs inputs = Inputs.read(files, all, figures, terminal, !quiet);
        int code = inputs.code();
        if (inputs.scenarios().size() > 1
                && outputs.stream().anyMatch(output -> output.path().isPresent())) {
            refuse("a path can hold the result of one scenario, and there are "
                    + inputs.scenarios().size());
        }
        try (Interruption interruption = Interruption.watch()) {
            for (Scenario scenario : inputs.scenarios()) {
                code = Exit.worst(code, run(Play.of(inputs, scenario.only(options)), outputs, interruption));
                if (interruption.happened()) {
                    return code;
                }
            }
        }
        return code;
    }

    private void refuse(String complaint) {
        throw new ParameterException(spec.commandLine(), complaint);
    }

    private int run(Play play, List<Output> outputs, Interruption interruption) {
        Scenario scenario = play.scenario();
        Idle.warn(play, figures, terminal);
        ResultFolder folder = new ResultFolder(out, scenario.name());
        folder.check();
        ExperimentPlan plan = play.plan(threads.orElse(Runtime.getRuntime().availableProcessors()));
        Instant began = Instant.now();
        TellingTrial player = new TellingTrial((option, trial) -> Trial.play(play.config(option), plan.seed(), trial));
        Setting setting = new Setting(
                play.background(),
                scenario.planned(),
                folder.path() + "/",
                command(scenario),
                Version.number(),
                List.of());
        ExperimentRun run = play(play, plan, player);
        Duration took = Duration.between(began, Instant.now());
        ExperimentResult result = run.result();
        // A process that is ending can no longer load what draws.
        Optional<ChartSet> charts = interruption.happened() ? Optional.empty() : charts(play, result, player);
        Setting complete = setting.with(charts.map(ChartSet::captions).orElse(List.of()));
        String markdown = MarkdownReport.of(result, complete);
        ImmutableMap.Builder<String, byte[]> artefacts = ImmutableMap.builder();
        artefacts.put("report.md", markdown.getBytes(StandardCharsets.UTF_8));
        charts.ifPresent(set -> artefacts.putAll(set.files()));
        folder.write(run, manifest(play, plan, began, took), play.resolved(), artefacts.build());
        for (Output output : outputs) {
            String text = switch (output.format()) {
                case "json" -> ResultsJson.text(result);
                case "markdown" -> markdown;
                default ->
                    new TerminalReport(
                                    result,
                                    complete,
                                    terminal.colour() && output.path().isEmpty())
                            .text(took);
            };
            emit(output, text);
        }
        if (interruption.happened()) {
            terminal.err()
                    .println("brokerfall: interrupted; what was finished is in " + folder.path() + ", without charts");
        }
        return ExitCode.of(result, failOn);
    }

    private ExperimentRun play(Play play, ExperimentPlan plan, TellingTrial player) {
        if (quiet) {
            return play(play, plan, player, Progress.SILENT);
        }
        ProgressLine progress = new ProgressLine(plan.name(), terminal.err(), terminal.live(), System::nanoTime);
        try {
            return play(play, plan, player, progress);
        } finally {
            progress.clear();
        }
    }

    private static ExperimentRun play(Play play, ExperimentPlan plan, TellingTrial player, Progress progress) {
        return play.scenario().simulation().rareEvents() == ScenarioSpec.RareEvents.AUTO
                ? Experiment.run(plan, player, new Losses(play, plan), progress)
                : Experiment.run(plan, player, progress);
    }

    private record Losses(Play play, ExperimentPlan plan) implements Experiment.RareLosses {

        private static final RareTarget LOSS = new RareTarget.Loss();

        @Override
        public RareEvents.Result of(int option, RareEvents.Budget budget) {
            return of(option, budget, so -> {});
        }

        @Override
        public RareEvents.Result of(int option, RareEvents.Budget budget, RareEvents.Watch watch) {
            return new RareEvents(play.config(option), plan.seed(), LOSS, budget, plan.threads()).estimate(watch);
        }

        @Override
        public boolean losesOutsideChains(int option, int trial) {
            return Trial.exposure(play.config(option), plan.seed(), trial, LOSS).withoutChain() > 0;
        }
    }

    private Optional<ChartSet> charts(Play play, ExperimentResult result, TellingTrial player) {
        try {
            return Optional.of(ChartException.orSayWhatIsMissing(() -> {
                ChartSet charts = ChartSet.of(result, player.found().flatMap(found -> timeline(play, result, found)));
                charts.files();
                return charts;
            }));
        } catch (ChartException missing) {
            terminal.err().println("brokerfall: " + missing.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<ChartFile> timeline(Play play, ExperimentResult result, TellingTrial.Found found) {
        boolean loss = found.lostRecords() > 0;
        String title = "%s: %s, trial %d"
                .formatted(
                        loss ? "Acknowledged data is lost" : "The longest outage of all",
                        result.options().get(found.option()).name(),
                        found.trial());
        return TimelinePicture.telling(
                title,
                Trial.journal(play.config(found.option()), result.seed(), found.trial()),
                play.scenario().horizon().toMillis() / MILLIS_PER_SECOND,
                play.config(found.option())
                        .kafka()
                        .map(kafka -> kafka.allBrokers())
                        .orElse(0));
    }

    private Manifest manifest(Play play, ExperimentPlan plan, Instant began, Duration took) {
        return new Manifest(
                plan.name(),
                Version.number(),
                inputs(play),
                plan.seed(),
                plan.trials(),
                Runtime.version().toString(),
                began,
                took,
                plan.threads());
    }

    private ImmutableSortedMap<String, String> inputs(Play play) {
        ImmutableSortedMap.Builder<String, String> inputs = ImmutableSortedMap.naturalOrder();
        inputs.put("scenario.yaml", play.resolved());
        figures.ifPresent(file -> inputs.put("catalog/" + file.getFileName(), CatalogueReader.text(file)));
        play.scenario().traces().forEach((file, text) -> inputs.put("trace/" + file, text));
        return inputs.build();
    }

    /** Returns the command that plays the same again, whatever this one was called with. */
    private String command(Scenario scenario) {
        StringBuilder command = new StringBuilder("./brokerfall run ");
        command.append(scenario.tree().place().source().name());
        command.append(" --seed ").append(scenario.simulation().seed());
        if (scenario.stop().isEmpty()) {
            command.append(" --trials ").append(scenario.trials());
        }
        options.forEach(option -> command.append(" --option ").append(CommandText.quoted(option)));
        figures.ifPresent(file -> command.append(" --catalog ").append(CommandText.quoted(file.toString())));
        settings.forEach(setting -> command.append(" --set ").append(CommandText.quoted(setting)));
        return command.toString();
    }

    private void emit(Output output, String text) {
        if (output.path().isPresent()) {
            Output.write(output.path().get(), text.getBytes(StandardCharsets.UTF_8));
        } else {
            terminal.out().print(text);
            terminal.out().flush();
        }
    }
}
