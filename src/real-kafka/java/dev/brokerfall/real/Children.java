package dev.brokerfall.real;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every process that was started here, so that none outlives this one. */
final class Children {

    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    private static final Set<Path> FOLDERS = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Children::end, "end-children"));
    }

    private Children() {}

    private static void end() {
        // SIGKILL ends frozen processes too, which do not notice that their leash is cut.
        ALIVE.forEach(Process::destroyForcibly);
        ALIVE.forEach(process -> process.onExit().join());
        FOLDERS.forEach(Scratch::delete);
    }

    /** Makes sure that {@code folder} is deleted when this process ends. */
    static void deleteInTheEnd(Path folder) {
        FOLDERS.add(folder);
    }

    /** Starts a process whose output is appended to {@code output}. */
    static Process start(List<String> command, Path output) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        ALIVE.add(process);
        ALIVE.removeIf(other -> !other.isAlive());
        return process;
    }

    /** Runs a process to its end and insists that it succeeds. */
    static void run(List<String> command, Path output, long timeoutSeconds) throws IOException, InterruptedException {
        Process process = start(command, output);
        try {
            if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
                throw new IOException("no end within %s s: %s; see %s".formatted(timeoutSeconds, command, output));
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "exit code %s of %s; see %s".formatted(process.exitValue(), String.join(" ", command), output));
        }
    }

    /** Sends {@code signal}, such as {@code STOP}, to a process that was started here. */
    static void signal(Process process, String signal) throws IOException, InterruptedException {
        // The shell's own kill: a slim machine has no other.
        Process kill = new ProcessBuilder("sh", "-c", "kill -%s %s".formatted(signal, process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("cannot send SIG%s to process %s".formatted(signal, process.pid()));
        }
    }
}
