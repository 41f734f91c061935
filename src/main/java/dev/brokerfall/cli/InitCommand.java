package dev.brokerfall.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a scenario to begin with. */
@Command(
        name = "init",
        description = "Prints a commented scenario to begin with.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall init > my.yaml",
            "  brokerfall init zone-maintenance > my.yaml",
            "",
            "Templates: storage-choice (the default), zone-maintenance, zone-drain, node-loss,",
            "rolling-upgrade, dcos-vs-aks, broker-kill."
        })
final class InitCommand implements Callable<Integer> {

    private static final List<String> TEMPLATES = List.of(
            "storage-choice",
            "zone-maintenance",
            "zone-drain",
            "node-loss",
            "rolling-upgrade",
            "dcos-vs-aks",
            "broker-kill");

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "TEMPLATE",
            defaultValue = "storage-choice",
            description = "What the scenario is about.")
    private String template = "storage-choice";

    InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!TEMPLATES.contains(template)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no template '%s'; there are: %s".formatted(template, String.join(", ", TEMPLATES)));
        }
        String file = switch (template) {
            case "storage-choice" -> "westus2-storage-choice";
            case "rolling-upgrade" -> "emptydir-rolling-upgrade";
            default -> template;
        };
        terminal.out()
                .print(Resource.text("templates/" + file + ".yaml")
                        .replace("$schema=../src/main/resources/dev/brokerfall/", "$schema="));
        terminal.out().flush();
        return 0;
    }
}
