package dev.brokerfall.cli;

import dev.brokerfall.scenario.Templates;
import java.util.Iterator;
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
        footer = {"  brokerfall init > my.yaml", "  brokerfall init zone-down > my.yaml"})
final class InitCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "TEMPLATE",
            completionCandidates = Names.class,
            description = "One of: ${COMPLETION-CANDIDATES} (default: the first).")
    private String template = Templates.names().get(0);

    /** What there is to choose from. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Templates.names().iterator();
        }
    }

    InitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out()
                .print(Templates.text(template)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "no template '%s'; there are: %s"
                                        .formatted(template, String.join(", ", Templates.names())))));
        terminal.out().flush();
        return 0;
    }
}
