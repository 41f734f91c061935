package dev.brokerfall.cli;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.imports.ImportException;
import dev.brokerfall.scenario.imports.ImportRequest;
import dev.brokerfall.scenario.imports.Imported;
import dev.brokerfall.scenario.imports.Importer;
import dev.brokerfall.scenario.imports.Remark;
import dev.brokerfall.scenario.manifest.ManifestException;
import dev.brokerfall.scenario.manifest.ManifestReader;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.QuantityException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints a scenario made of the objects of a cluster that exists. */
@Command(
        name = "import",
        description = {
            "Prints a scenario made of a cluster's manifests: its present storage is the baseline, other options follow.",
            "What was used, guessed and ignored goes to stderr, line by line. What manifests cannot say is a TODO,",
            "which validate refuses. Secrets and ConfigMaps are dropped, and nothing is sent anywhere."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall import --commands                     what to ask kubectl for",
            "  brokerfall import -f cluster.yaml --produce 20MiB/s --retained 150Gi > my.yaml",
            "  kubectl get … -A -o yaml | brokerfall import -f - --name prod > my.yaml"
        })
final class ImportCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-f", "--file"},
            arity = "1..*",
            paramLabel = "MANIFEST",
            description = "Files with Kubernetes objects; - is stdin.")
    private List<Path> files = List.of();

    @Option(
            names = "--name",
            paramLabel = "N",
            description =
                    "What the scenario is called (default: as the Kafka cluster); of several Kafka clusters, the one"
                            + " of this name, or NAMESPACE/NAME.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--produce",
            paramLabel = "RATE",
            description = "Rate at which records arrive, such as 20MiB/s: the whole cluster, before replication.")
    private Optional<String> produce = Optional.empty();

    @Option(
            names = "--retained",
            paramLabel = "SIZE",
            description = "What retention keeps, such as 150Gi: the whole cluster, before replication.")
    private Optional<String> retained = Optional.empty();

    @Option(
            names = "--commands",
            description = "Print the kubectl line whose output can be imported, and nothing else.")
    private boolean commands;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (commands) {
            terminal.out().println(Importer.KUBECTL);
            return 0;
        }
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--file=MANIFEST'");
        }
        ImportRequest request = new ImportRequest(
                name,
                quantity("--produce", produce, DataRate::parse),
                quantity("--retained", retained, DataSize::parse));
        try {
            Imported imported = Importer.of(Catalogue.standard(), ManifestReader.readFound(files, System.in), request);
            imported.remarks().forEach(terminal.err()::println);
            terminal.err().println(summary(imported));
            terminal.out().print(imported.scenario());
            terminal.out().flush();
            return 0;
        } catch (ManifestException invalid) {
            terminal.err().println(invalid.getMessage());
            return Exit.INVALID_INPUT;
        } catch (ImportException impossible) {
            terminal.err().println("brokerfall: " + impossible.getMessage());
            return Exit.INVALID_INPUT;
        }
    }

    private static String summary(Imported imported) {
        return "import: %s used, %s guessed, %s ignored, %s to do; nothing was sent anywhere"
                .formatted(
                        imported.count(Remark.Kind.USED),
                        imported.count(Remark.Kind.GUESSED),
                        imported.count(Remark.Kind.IGNORED),
                        imported.count(Remark.Kind.TODO));
    }

    private <T> Optional<T> quantity(String option, Optional<String> text, Function<String, T> parse) {
        try {
            return text.map(parse);
        } catch (QuantityException wrong) {
            throw new ParameterException(
                    spec.commandLine(), "%s: %s; %s".formatted(option, wrong.getMessage(), wrong.help()), wrong);
        }
    }
}
