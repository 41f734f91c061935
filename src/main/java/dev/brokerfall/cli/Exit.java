package dev.brokerfall.cli;

import dev.brokerfall.experiment.ExitCode;
import java.util.List;

/** What the program says to the shell, beyond what a result says ({@link ExitCode}). */
final class Exit {

    /** A bug of ours. */
    static final int INTERNAL_ERROR = 1;
    /** The command line is wrong; picocli's own answer. */
    static final int WRONG_COMMAND_LINE = 2;
    /** A scenario, a manifest or a result is wrong. */
    static final int INVALID_INPUT = 3;

    private static final List<Integer> WORST_LAST = List.of(
            ExitCode.DONE, ExitCode.INCONCLUSIVE, ExitCode.FAILED, ExitCode.INCOMPLETE, INVALID_INPUT, INTERNAL_ERROR);

    private Exit() {}

    /** Returns the worse of two, for several files. */
    static int worst(int one, int other) {
        return WORST_LAST.indexOf(one) >= WORST_LAST.indexOf(other) ? one : other;
    }
}
