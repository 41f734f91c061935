package dev.brokerfall.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the JSON Schema of scenario files. */
@Command(
        name = "schema",
        description = "Prints the JSON Schema (draft-07) of scenario files, for editors.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  brokerfall schema > scenario.schema.json",
            "  and as the first line of a scenario:",
            "  # yaml-language-server: $schema=scenario.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {

    private static final String SCHEMA = "/dev/brokerfall/scenario.schema.json";

    private final Terminal terminal;

    SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(Resource.text(SCHEMA));
        terminal.out().flush();
        return 0;
    }
}
