package dev.brokerfall.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program's door. */
@Command(
        name = "brokerfall",
        description = "Plays many simulated years of a Kafka cluster on Azure and compares its storage options.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main {

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
