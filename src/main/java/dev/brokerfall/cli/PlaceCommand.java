package dev.brokerfall.cli;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.kubernetes.scheduling.Placement;
import dev.brokerfall.kubernetes.scheduling.Placements;
import dev.brokerfall.kubernetes.scheduling.Plugin;
import dev.brokerfall.kubernetes.scheduling.Preemption;
import dev.brokerfall.scenario.manifest.ManifestException;
import dev.brokerfall.scenario.manifest.ManifestReader;
import dev.brokerfall.scenario.manifest.Manifests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says where pods fit and why not elsewhere, in kube-scheduler's words. */
@Command(
        name = "place",
        description =
                "Says of each pending pod (or the one named) which nodes fit, and the scheduler's reason where not.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall place -f scenarios/manifests/zonetest.yaml",
            "  brokerfall place -f nodes.yaml -f pods.yaml --pod kafka/broker-0 -o json"
        })
final class PlaceCommand implements Callable<Integer> {

    private static final List<String> FORMATS = List.of("text", "json");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-f", "--file"},
            required = true,
            arity = "1..*",
            paramLabel = "MANIFEST",
            description = "Files with Kubernetes objects; - is stdin.")
    private List<Path> files = List.of();

    @Option(
            names = "--pod",
            paramLabel = "NS/NAME",
            description = "The pod to judge; a bound one as if it were deleted and created again.")
    private Optional<String> pod = Optional.empty();

    @Option(
            names = "--filters",
            split = ",",
            paramLabel = "PLUGIN",
            description = "Run only these of kube-scheduler's plugins, such as VolumeBinding,NodeAffinity.")
    private List<String> filters = List.of();

    @Option(
            names = {"-o", "--format"},
            paramLabel = "FMT[=PATH]",
            defaultValue = "text",
            description = "text (default) or json.")
    private String format = "text";

    PlaceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Output output = Output.parse(format);
        Output.complaint(List.of(output), FORMATS, List.of()).ifPresent(this::refuse);
        Set<Plugin> plugins = plugins();
        ClusterObjects objects;
        try {
            Manifests manifests = ManifestReader.readAsFound(files, System.in);
            tell(manifests);
            objects = manifests.objects();
        } catch (ManifestException invalid) {
            terminal.err().println(invalid.getMessage());
            return Exit.INVALID_INPUT;
        }
        if (pod.isPresent() && !Placements.names(objects).contains(pod.get())) {
            terminal.err()
                    .println("brokerfall: there is no pod '%s'; there are: %s"
                            .formatted(pod.get(), String.join(", ", Placements.names(objects))));
            return Exit.INVALID_INPUT;
        }
        List<Placement> placements = pod.map(id -> List.of(Placements.of(objects, id, plugins, Optional.empty())))
                .orElseGet(() -> Placements.ofPending(objects, plugins));
        String text = output.format().equals("json") ? json(placements) : text(placements);
        if (output.path().isPresent()) {
            Output.write(output.path().get(), text.getBytes(StandardCharsets.UTF_8));
        } else {
            terminal.out().print(text);
            terminal.out().flush();
        }
        return 0;
    }

    /** Says what is not there, not judged or not used: none of it is passed over in silence. */
    private void tell(Manifests manifests) {
        Stream.concat(manifests.missing().stream(), manifests.notJudged().stream())
                .forEach(problem -> terminal.err().println(problem));
        if (!manifests.skipped().isEmpty()) {
            terminal.err().println("brokerfall: not used: " + String.join(", ", manifests.skipped()));
        }
    }

    private void refuse(String complaint) {
        throw new ParameterException(spec.commandLine(), complaint);
    }

    private Set<Plugin> plugins() {
        if (filters.isEmpty()) {
            return EnumSet.allOf(Plugin.class);
        }
        Set<Plugin> plugins = EnumSet.noneOf(Plugin.class);
        for (String name : filters) {
            Plugin.named(name)
                    .ifPresentOrElse(
                            plugins::add,
                            () -> refuse("no filter '%s'; there are: %s"
                                    .formatted(
                                            name,
                                            Arrays.stream(Plugin.values())
                                                    .map(Plugin::kubernetesName)
                                                    .collect(Collectors.joining(", ")))));
        }
        return plugins;
    }

    private static String text(List<Placement> placements) {
        if (placements.isEmpty()) {
            return "No pod is pending.\n";
        }
        StringBuilder out = new StringBuilder();
        for (Placement placement : placements) {
            out.append(placement.pod()).append(placement.schedulable() ? "  fits: " : "  Pending: ");
            out.append(placement.schedulable() ? String.join(", ", placement.fitting()) : placement.sentence());
            out.append('\n');
            placement
                    .preemption()
                    .map(Preemption::nodes)
                    .filter(nodes -> !nodes.isEmpty())
                    .ifPresent(nodes -> out.append("  pods of lower priority could be made to leave: ")
                            .append(String.join(", ", nodes))
                            .append('\n'));
            int width = placement.nodes().stream()
                    .mapToInt(node -> node.node().length())
                    .max()
                    .orElse(1);
            for (Placement.OnNode node : placement.nodes()) {
                out.append("  ")
                        .append(node.node())
                        .append(" ".repeat(width - node.node().length()));
                out.append(
                        node.verdict().fits()
                                ? "  fits"
                                : "  no: " + String.join(", ", node.verdict().reasons()));
                out.append('\n');
            }
        }
        return out.toString();
    }

    private static String json(List<Placement> placements) {
        List<Map<String, Object>> pods = placements.stream()
                .map(placement -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("pod", placement.pod());
                    object.put("schedulable", placement.schedulable());
                    object.put(
                            "nodes",
                            placement.nodes().stream().map(PlaceCommand::node).toList());
                    return object;
                })
                .toList();
        return JsonMapper.builder().build().writeValueAsString(Map.of("pods", pods)) + "\n";
    }

    private static Map<String, Object> node(Placement.OnNode node) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", node.node());
        object.put("fits", node.verdict().fits());
        object.put("code", node.verdict().code().kubernetesName());
        object.put("reasons", node.verdict().reasons());
        return object;
    }
}
