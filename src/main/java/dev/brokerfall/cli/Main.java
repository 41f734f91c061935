package dev.brokerfall.cli;

import dev.brokerfall.experiment.ExitCode;
import dev.brokerfall.report.ChartException;
import dev.brokerfall.scenario.text.ScenarioException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's door. */
@Command(
        name = "brokerfall",
        description = "Plays many simulated years of a Kafka cluster on Azure and compares its storage options.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall init > my.yaml           a scenario to begin with",
            "  brokerfall validate my.yaml         check it without playing it",
            "  brokerfall run my.yaml              play it and compare its options",
            "  brokerfall timeline my.yaml --option emptydir",
            "                                      one trial, event by event",
            "  brokerfall sensitivity my.yaml --metric outageMinutesPerYear",
            "                                      which assumption moves the answer",
            "  brokerfall explain azureDisk.attach where a figure comes from",
            "",
            "Exit codes: 0 done, 1 internal error, 2 wrong command line, 3 invalid input,",
            "4 incomplete, 98 inconclusive (if asked for), 99 objectives failed, 130 interrupted."
        })
public final class Main {

    private Main() {}

    /** Runs one command and exits with its code. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        Stdout stdout = new Stdout(new FileOutputStream(FileDescriptor.out));
        Terminal terminal = Terminal.standard(stdout);
        int code = execute(terminal, arguments);
        terminal.out().flush();
        Optional<String> complaint = stdout.complaint();
        if (complaint.isPresent()) {
            terminal.err().println("brokerfall: cannot write to stdout: " + complaint.get());
            code = Exit.worst(code, ExitCode.INCOMPLETE);
        }
        terminal.err().flush();
        Interruption.saidAll();
        System.exit(code);
    }

    static int execute(Terminal terminal, String... arguments) {
        CommandLine line = new CommandLine(new Main())
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new TimelineCommand(terminal))
                .addSubcommand(new SensitivityCommand(terminal))
                .addSubcommand(new PlaceCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(new InitCommand(terminal))
                .addSubcommand(new SchemaCommand(terminal));
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setUnmatchedOptionsAllowedAsOptionParameters(false);
        line.setUsageHelpAutoWidth(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::refuse);
        line.setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, terminal.err()));
        return line.execute(arguments);
    }

    /** Says what is wrong with a command line and where to look, without printing the whole help. */
    private static int refuse(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("brokerfall: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return Exit.WRONG_COMMAND_LINE;
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof ScenarioException invalid) {
            err.println(invalid.getMessage());
            return Exit.INVALID_INPUT;
        }
        if (failure instanceof UncheckedIOException unwritable) {
            err.println("brokerfall: " + unwritable.getMessage());
            return ExitCode.INCOMPLETE;
        }
        if (failure instanceof ChartException missing) {
            err.println("brokerfall: " + missing.getMessage());
            return ExitCode.INCOMPLETE;
        }
        err.println("brokerfall: internal error: " + failure);
        err.println(trace(failure)
                .map(file -> "This is a bug. The stack trace is in " + file + "; please report it.")
                .orElse("This is a bug; please report it."));
        return Exit.INTERNAL_ERROR;
    }

    private static Optional<Path> trace(Exception failure) {
        try {
            Path file = Files.createTempFile("brokerfall-", ".log");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
                writer.println("brokerfall " + Version.number() + ", Java " + Runtime.version());
                failure.printStackTrace(writer);
            }
            return Optional.of(file);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
