package dev.brokerfall.cli;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.report.Limits;
import dev.brokerfall.scenario.CatalogueReader;
import dev.brokerfall.scenario.format.Guide;
import dev.brokerfall.scenario.format.Suggestion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Says what a value, a field, a metric or an event is, and where its figures come from. */
@Command(
        name = "explain",
        description =
                "Says what a catalogue value, a scenario field, a metric or an event is, where its figures come from and what"
                        + " uses it. 'explain limits' says what is not modelled.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall explain azureDisk.attach",
            "  brokerfall explain spec.kafka.operator.drainCleaner",
            "  brokerfall explain nodeCrash",
            "  brokerfall explain --label unknown          every place-holder",
            "  brokerfall explain limits"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final String LIMITS = "limits";
    private static final List<String> FORMATS = List.of("text", "json");
    private static final int WIDTH = 110;
    private static final int NAME_WIDTH = 58;
    private static final int LABEL_WIDTH = 10;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH|METRIC|EVENT",
            description = "What to explain; a group such as kubernetes lists what is in it.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--list", description = "List everything that can be explained.")
    private boolean list;

    @Option(
            names = "--label",
            paramLabel = "LABEL",
            description = "List the catalogue values of this label: stated, derived, inferred or unknown.")
    private Optional<Label> label = Optional.empty();

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Figures of your own in place of the catalogue's, each path: value.")
    private Optional<Path> figures = Optional.empty();

    @Option(
            names = {"-o", "--format"},
            paramLabel = "FMT[=PATH]",
            defaultValue = "text",
            description = "text (default) or json.")
    private String format = "text";

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * A line of a list.
     *
     * @param kind what it is
     * @param name its name
     * @param label how far its value can be trusted; empty for what has no value of its own
     * @param text its value, or what it is
     */
    private record Line(String kind, String name, String label, String text) {

        String shown() {
            String line = "%-{n}s  %-{l}s  %s"
                    .replace("{n}", Integer.toString(NAME_WIDTH))
                    .replace("{l}", Integer.toString(LABEL_WIDTH))
                    .formatted(name, label, text)
                    .stripTrailing();
            return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
        }

        Map<String, String> json() {
            return label.isEmpty()
                    ? Map.of("kind", kind, "name", name, "meaning", text)
                    : Map.of("kind", kind, "name", name, "label", label, "value", text);
        }
    }

    @Override
    public Integer call() {
        Output output = Output.parse(format);
        Output.complaint(List.of(output), FORMATS, List.of()).ifPresent(this::refuse);
        Catalogue catalogue = figures.map(file -> CatalogueReader.read(Catalogue.standard(), file))
                .orElseGet(Catalogue::standard);
        boolean json = output.format().equals("json");
        String text = text(catalogue, json);
        if (output.path().isPresent()) {
            Output.write(output.path().get(), text.getBytes(StandardCharsets.UTF_8));
        } else {
            terminal.out().print(text);
            terminal.out().flush();
        }
        return 0;
    }

    private String text(Catalogue catalogue, boolean json) {
        if (name.isPresent() && name.get().equals(LIMITS)) {
            return json ? json(Map.of(LIMITS, Limits.all())) : limits();
        }
        Explainer explainer = new Explainer(catalogue);
        if (name.isEmpty()) {
            if (!list && label.isEmpty()) {
                refuse("say what to explain, or --list for everything there is");
            }
            return lines(all(catalogue, explainer), json);
        }
        List<Explanation> found = label.isPresent() || list ? List.of() : explainer.explain(name.get());
        if (!found.isEmpty()) {
            return json
                    ? json(found.stream().map(Explanation::json).toList())
                    : found.stream().map(Explanation::text).collect(Collectors.joining("\n"));
        }
        List<Line> below = all(catalogue, explainer).stream()
                .filter(line -> line.name().equals(name.get())
                        || line.name().startsWith(name.get() + ".")
                        || line.name().startsWith(name.get() + "["))
                .toList();
        if (below.isEmpty() && label.isEmpty()) {
            refuse("nothing is called '%s'; %s"
                    .formatted(
                            name.get(),
                            Suggestion.of(name.get(), explainer.names())
                                    .map(meant -> "did you mean '%s'?".formatted(meant))
                                    .orElse("--list names everything there is")));
        }
        return lines(below, json);
    }

    private void refuse(String complaint) {
        throw new ParameterException(spec.commandLine(), complaint);
    }

    private static String limits() {
        StringBuilder out = new StringBuilder();
        for (String limit : Limits.all()) {
            String bullet = "- ";
            for (String line : Explanation.wrapped(limit, WIDTH - bullet.length())) {
                out.append(bullet).append(line).append('\n');
                bullet = "  ";
            }
        }
        return out.toString();
    }

    private static String lines(List<Line> lines, boolean json) {
        return json
                ? json(lines.stream().map(Line::json).toList())
                : lines.stream().map(line -> line.shown() + "\n").collect(Collectors.joining());
    }

    private List<Line> all(Catalogue catalogue, Explainer explainer) {
        List<Line> lines = new ArrayList<>();
        for (Entry entry : catalogue.entries()) {
            if (label.isEmpty() || label.get() == entry.label()) {
                lines.add(new Line(Explainer.ENTRY, entry.path(), entry.label().word(), entry.text()));
            }
        }
        if (label.isPresent()) {
            return lines;
        }
        explainer.fields().forEach(field -> lines.add(new Line(Explainer.FIELD, field.path(), "", field.meaning())));
        Metric.all().forEach(metric -> lines.add(new Line(Explainer.METRIC, metric.key(), "", metric.meaning())));
        Explainer.events()
                .forEach(event -> lines.add(new Line(
                        Explainer.EVENT, event, "", Guide.events().getOrDefault(event, "It strikes by chance."))));
        Explainer.types().forEach((type, meaning) -> lines.add(new Line(Explainer.TYPE, type, "", meaning)));
        return lines;
    }

    private static String json(Object value) {
        return JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(value)
                        .replace("\r\n", "\n")
                + "\n";
    }
}
