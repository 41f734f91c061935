package dev.brokerfall.cli;

import com.google.common.collect.ImmutableMap;
import dev.brokerfall.experiment.ExitCode;
import dev.brokerfall.experiment.Progress;
import dev.brokerfall.experiment.sensitivity.Sensitivity;
import dev.brokerfall.experiment.sensitivity.SensitivityJson;
import dev.brokerfall.experiment.sensitivity.SensitivityPlan;
import dev.brokerfall.experiment.sensitivity.SensitivityResult;
import dev.brokerfall.experiment.sensitivity.StoppedException;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.report.ChartException;
import dev.brokerfall.report.ChartFile;
import dev.brokerfall.report.SensitivityMarkdown;
import dev.brokerfall.report.SensitivityText;
import dev.brokerfall.report.TornadoChart;
import dev.brokerfall.report.TornadoSet;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.Variant;
import dev.brokerfall.scenario.format.Suggestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says which assumption moves the answer. */
@Command(
        name = "sensitivity",
        description = {
            "Moves every inferred or unknown value that a scenario rests on over its range and says what a metric"
                    + " does, where the order of the options changes, and which values act together.",
            "A value without a range is halved and doubled."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall sensitivity my.yaml --metric outageMinutesPerYear",
            "  brokerfall sensitivity my.yaml --metric monthlyCostUsd      # exact, no trials",
            "  brokerfall sensitivity my.yaml --metric outagesPerYear --option emptydir -o svg"
        })
final class SensitivityCommand implements Callable<Integer> {

    private static final List<String> FORMATS = List.of("text", "json", "markdown", "png", "svg");
    private static final List<String> PICTURES = List.of("png", "svg");

    /** What the flagship scenario takes minutes for; paired differences need far fewer trials than the metrics themselves. */
    private static final long DEFAULT_TRIALS = 50;

    private static final double SECONDS_PER_YEAR = 365.25 * 24 * 3600;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "A scenario file.")
    private Path file = Path.of("");

    @Option(
            names = "--metric",
            paramLabel = "M",
            required = true,
            description = "The metric to look at, such as outageMinutesPerYear; of what has a distribution, its mean.")
    private String metric = "";

    @Option(
            names = "--option",
            paramLabel = "NAME",
            description = "Look at this option and the baseline alone (default: all).")
    private Optional<String> option = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "results",
            description = "Where the folder <scenario>@sensitivity goes (default: results).")
    private Path out = Path.of("results");

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "Trials of each option for each value (default: the scenario's, at most 50, for some hundred"
                    + " values are played).")
    private Optional<Long> trials = Optional.empty();

    @Option(
            names = "--trajectories",
            paramLabel = "R",
            defaultValue = "4",
            description = "Random walks over the most influential values that look for interactions (default: 4); 0 for"
                    + " none.")
    private int trajectories = 4;

    @Option(names = "--seed", paramLabel = "S", description = "Seed of all luck, instead of the scenario's.")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Trials played at a time (default: one per core).")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "path=value",
            description = "Overrule a field of the scenario; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = {"-o", "--format"},
            paramLabel = "FMT[=PATH]",
            description = "text (default), json, markdown, or the chart of one option as png or svg; only one without a"
                    + " path. May be repeated.")
    private List<String> formats = List.of();

    @Option(names = "-q", description = "No progress.")
    private boolean quiet;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Figures of your own in place of the catalogue's, each path: value.")
    private Optional<Path> figures = Optional.empty();

    SensitivityCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Output> outputs = formats.isEmpty()
                ? List.of(new Output("text", Optional.empty()))
                : formats.stream().map(Output::parse).toList();
        Output.complaint(outputs, FORMATS, List.of()).ifPresent(this::refuse);
        threads.filter(number -> number < 1).ifPresent(number -> refuse("--threads must be at least 1, was " + number));
        trials.filter(number -> number < 2 || number > Integer.MAX_VALUE)
                .ifPresent(number -> refuse("--trials must be at least 2, was " + number));
        if (trajectories < 0) {
            refuse("--trajectories must not be negative, was " + trajectories);
        }
        Metric asked = Metric.of(metric).orElseThrow(this::noMetric);
        List<String> all = new ArrayList<>(settings);
        seed.ifPresent(number -> all.add("spec.simulation.seed=" + number));
        Inputs inputs = Inputs.read(List.of(file), all, figures, terminal, !quiet);
        if (inputs.code() != 0) {
            return inputs.code();
        }
        if (inputs.scenarios().size() > 1) {
            refuse(file + " holds several scenarios; sensitivity looks at one");
        }
        Scenario scenario = inputs.scenarios().get(0);
        if (scenario.variants().get(0).spec().kafka().isEmpty()) {
            refuse(scenario.name() + " is played without Kafka, so that there is no metric to look at");
        }
        Play play = Play.of(inputs, scenario);
        List<String> names = names(scenario);
        if (outputs.stream().anyMatch(output -> PICTURES.contains(output.format()))
                && pictured(names).isEmpty()) {
            refuse("a picture shows one option; say which with --option: " + String.join(", ", names));
        }
        Idle.warn(play, figures, terminal);
        try (Interruption interruption = Interruption.watch()) {
            return run(play, asked, all, names, outputs, interruption);
        } catch (StoppedException nothing) {
            terminal.err().println("brokerfall: interrupted before anything was finished; nothing was written");
            return ExitCode.INCOMPLETE;
        }
    }

    private void refuse(String complaint) {
        throw new ParameterException(spec.commandLine(), complaint);
    }

    private ParameterException noMetric() {
        List<String> keys = Metric.all().stream().map(Metric::key).toList();
        return new ParameterException(
                spec.commandLine(), "there is no metric '%s': %s".formatted(metric, Suggestion.help(metric, keys)));
    }

    /** Returns the variants that are looked at: all, or those of the option that is named and the baseline. */
    private List<String> names(Scenario scenario) {
        List<Variant> variants = scenario.variants();
        if (option.isEmpty()) {
            return variants.stream().map(Variant::name).toList();
        }
        List<String> chosen = scenario.only(List.of(option.get())).variants().stream()
                .map(Variant::name)
                .toList();
        String baseline = baseline(variants).name();
        return variants.stream()
                .map(Variant::name)
                .filter(name -> chosen.contains(name) || name.equals(baseline))
                .toList();
    }

    private static Variant baseline(List<Variant> variants) {
        return variants.stream().filter(Variant::baseline).findFirst().orElse(variants.get(0));
    }

    /** Returns the one option that a picture can be of, if there is one. */
    private Optional<Integer> pictured(List<String> names) {
        if (names.size() == 1) {
            return Optional.of(0);
        }
        return option.map(names::indexOf).filter(index -> index >= 0);
    }

    private int run(
            Play play,
            Metric asked,
            List<String> all,
            List<String> names,
            List<Output> outputs,
            Interruption interruption)
            throws IOException {
        Scenario scenario = play.scenario();
        CatalogueModel model = new CatalogueModel(file, all, play, asked, names);
        SensitivityPlan plan = new SensitivityPlan(
                scenario.name(),
                asked,
                scenario.simulation().seed(),
                (int) (long) trials.orElseGet(() -> Math.max(
                        2, Math.min(DEFAULT_TRIALS, scenario.simulation().trials()))),
                scenario.horizon().toMillis() / 1000.0 / SECONDS_PER_YEAR,
                scenario.simulation().confidence(),
                names.indexOf(baseline(scenario.variants()).name()),
                threads.orElse(Runtime.getRuntime().availableProcessors()),
                trajectories,
                scenario.planned(),
                model.notVaried());
        long began = System.nanoTime();
        SensitivityResult result = run(plan, model);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Path folder = out.resolve(scenario.name() + "@sensitivity");
        // A process that is ending can no longer load what draws.
        Optional<TornadoSet> charts = interruption.happened() ? Optional.empty() : charts(result);
        String markdown =
                SensitivityMarkdown.of(result, charts.map(TornadoSet::captions).orElse(List.of()), command(plan));
        String json = SensitivityJson.text(result);
        ImmutableMap.Builder<String, byte[]> files = ImmutableMap.builder();
        files.put(asked.key() + ".json", json.getBytes(StandardCharsets.UTF_8));
        files.put(asked.key() + ".md", markdown.getBytes(StandardCharsets.UTF_8));
        charts.ifPresent(set -> files.putAll(set.files()));
        for (Map.Entry<String, byte[]> each : files.build().entrySet()) {
            Output.write(folder.resolve(each.getKey()), each.getValue());
        }
        if (interruption.happened()) {
            terminal.err().println("brokerfall: interrupted; what was finished is in " + folder + "/, without charts");
        }
        for (Output output : outputs) {
            if (interruption.happened() && PICTURES.contains(output.format())) {
                continue;
            }
            emit(
                    output,
                    switch (output.format()) {
                        case "json" -> json.getBytes(StandardCharsets.UTF_8);
                        case "markdown" -> markdown.getBytes(StandardCharsets.UTF_8);
                        case "png", "svg" -> picture(result, pictured(names).orElseThrow(), output.format());
                        default ->
                            SensitivityText.of(result, folder + "/", took).getBytes(StandardCharsets.UTF_8);
                    });
        }
        return result.trialsFailed() > 0 || result.missing().anything() ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private SensitivityResult run(SensitivityPlan plan, CatalogueModel model) {
        if (quiet) {
            return Sensitivity.run(plan, model, phase -> Progress.SILENT);
        }
        List<ProgressLine> lines = new ArrayList<>();
        try {
            return Sensitivity.run(plan, model, phase -> {
                lines.forEach(ProgressLine::clear);
                ProgressLine line = new ProgressLine(
                        plan.scenario() + ", " + phase, terminal.err(), terminal.live(), System::nanoTime);
                lines.add(line);
                return line;
            });
        } finally {
            lines.forEach(ProgressLine::clear);
        }
    }

    private Optional<TornadoSet> charts(SensitivityResult result) {
        try {
            return Optional.of(ChartException.orSayWhatIsMissing(() -> {
                TornadoSet charts = TornadoSet.of(result);
                charts.files();
                return charts;
            }));
        } catch (ChartException missing) {
            terminal.err().println("brokerfall: " + missing.getMessage());
            return Optional.empty();
        }
    }

    private byte[] picture(SensitivityResult result, int number, String format) {
        return ChartException.orSayWhatIsMissing(() -> {
            ChartFile chart = TornadoChart.of(result, number)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(),
                            "nothing moves %s of %s, so that there is no picture"
                                    .formatted(metric, result.options().get(number))));
            return format.equals("png") ? chart.png() : chart.svg();
        });
    }

    /** Returns the command that makes the same again, whatever this one was called with. */
    private String command(SensitivityPlan plan) {
        StringBuilder command = new StringBuilder("./brokerfall sensitivity ");
        command.append(file).append(" --metric ").append(metric);
        option.ifPresent(name -> command.append(" --option ").append(CommandText.quoted(name)));
        command.append(" --seed ").append(plan.seed());
        command.append(" --trials ").append(plan.trials());
        command.append(" --trajectories ").append(plan.trajectories());
        figures.ifPresent(its -> command.append(" --catalog ").append(CommandText.quoted(its.toString())));
        settings.forEach(setting -> command.append(" --set ").append(CommandText.quoted(setting)));
        return command.toString();
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
