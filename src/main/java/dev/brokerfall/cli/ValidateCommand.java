package dev.brokerfall.cli;

import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.Variant;
import dev.brokerfall.unit.Durations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks scenarios without playing them. */
@Command(
        name = "validate",
        description = "Checks scenarios without playing them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  brokerfall validate scenarios/*.yaml",
            "  brokerfall validate --resolved my.yaml     every value and where it comes from",
            "  brokerfall validate --plan my.yaml         how much there is to play"
        })
final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenario files.")
    private List<Path> files = List.of();

    @Option(names = "--resolved", description = "Print every value and where it comes from.")
    private boolean resolved;

    @Option(names = "--strict", description = "Take warnings for errors.")
    private boolean strict;

    @Option(names = "--plan", description = "Say how much there is to play and about how long it takes.")
    private boolean plan;

    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "Figures of your own in place of the catalogue's, each path: value.")
    private Optional<Path> figures = Optional.empty();

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Inputs inputs = Inputs.read(files, List.of(), figures, terminal, true);
        int code = inputs.code();
        for (Scenario scenario : inputs.scenarios()) {
            Play play = Play.of(inputs, scenario);
            Idle.warn(play, figures, terminal);
            boolean passes = !strict || scenario.warnings().isEmpty();
            if (!passes) {
                code = Exit.worst(code, Exit.INVALID_INPUT);
            }
            terminal.out().println(summary(scenario, passes));
            if (plan) {
                terminal.out().println(play.estimate());
            }
            if (resolved) {
                terminal.out().print(play.resolved());
            }
        }
        return code;
    }

    private static String summary(Scenario scenario, boolean passes) {
        int warnings = scenario.warnings().size();
        return "%s: %s%s: %s, %s trials of %s each"
                .formatted(
                        scenario.name(),
                        passes ? "ok" : "not ok",
                        warnings == 0 ? "" : warnings == 1 ? " with 1 warning" : " with " + warnings + " warnings",
                        variants(scenario.variants()),
                        scenario.stop()
                                .map(stop -> "%,d to %,d".formatted(stop.minTrials(), stop.maxTrials()))
                                .orElseGet(() -> "%,d".formatted(scenario.trials())),
                        Durations.format(scenario.horizon()));
    }

    private static String variants(List<Variant> variants) {
        return variants.size() == 1 ? "1 option" : variants.size() + " options";
    }
}
