package dev.brokerfall.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the program as its users do: the launcher, as a process. */
public final class Launcher {

    private static final Path PROGRAM = Path.of("brokerfall").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 120;

    /** What begins a process that hears Ctrl-C even where the tests were started by something that ignores it, as {@code nohup} does. */
    private static final List<String> HEARS_INTERRUPTS = hearsInterrupts();

    private Launcher() {}

    private static List<String> hearsInterrupts() {
        List<String> prefix = List.of("env", "--default-signal=INT");
        List<String> trial = new ArrayList<>(prefix);
        trial.add("true");
        try {
            // Only GNU's env knows how; elsewhere an ignored Ctrl-C stays ignored.
            return new ProcessBuilder(trial).start().waitFor() == 0 ? prefix : List.of();
        } catch (IOException e) {
            return List.of();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What a process left: its exit code, stdout and stderr. */
    public record Ended(int code, String out, String err) {}

    /** Runs the program in {@code folder}. */
    public static Ended run(Path folder, String... arguments) {
        return run(folder, Map.of(), arguments);
    }

    /** Runs the program in {@code folder} with further environment variables. */
    public static Ended run(Path folder, Map<String, String> environment, String... arguments) {
        try {
            Path out = Files.createTempFile("out", ".txt");
            Path err = Files.createTempFile("err", ".txt");
            Process process = start(folder, environment, out, err, arguments);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end after " + PATIENCE_SECONDS + " s: " + List.of(arguments));
            }
            Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts the program in {@code folder} and leaves it running. */
    public static Process start(Path folder, Map<String, String> environment, Path out, Path err, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(HEARS_INTERRUPTS);
        command.add(PROGRAM.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
