package dev.brokerfall.real;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A broker or controller: a folder of its own, and a process of its own while it runs. */
final class Node {

    private static final long FORMAT_SECONDS = 120;
    private static final Path LOGGING = Path.of("src", "real-kafka", "brokers", "log4j2.properties");

    private final int id;
    private final String clusterId;
    private final String classPath;
    private final Path folder;
    private final Path data;
    private final Path settings;
    private Optional<Process> process = Optional.empty();

    /**
     * Creates a node that has not been formatted yet.
     *
     * @param folder where its configuration and what it says are kept; made here
     * @param data its log directory
     * @param settings the lines of its configuration but for {@code log.dirs}
     */
    Node(int id, String clusterId, String classPath, Path folder, Path data, List<String> settings) throws IOException {
        this.id = id;
        this.clusterId = clusterId;
        this.classPath = classPath;
        this.folder = Files.createDirectories(folder);
        this.data = data;
        this.settings = folder.resolve("server.properties");
        List<String> lines = new ArrayList<>(settings);
        lines.add("log.dirs=" + data.toAbsolutePath());
        Files.write(this.settings, lines);
    }

    /** Returns its log directory. */
    Path data() {
        return data;
    }

    /** Writes cluster id, node id, a new directory id and what a new cluster begins with into the log directory. */
    void format() throws IOException, InterruptedException {
        Children.run(
                java("kafka.tools.StorageTool", "format", "-t", clusterId, "-c", settings.toString()),
                output(),
                FORMAT_SECONDS);
    }

    /** Starts the process. */
    void start() throws IOException {
        checkState(process.isEmpty(), "node %s runs already", id);
        process = Optional.of(Children.start(java("kafka.Kafka", settings.toString()), output()));
    }

    /** Sends SIGKILL, waits for the end, and returns the instant before the signal, in milliseconds since the epoch. */
    long kill() throws InterruptedException {
        Process running = running();
        long now = System.currentTimeMillis();
        running.destroyForcibly().waitFor();
        process = Optional.empty();
        return now;
    }

    /**
     * Sends SIGTERM and waits for the end.
     *
     * @throws IOException if it has not come after {@code seconds}, as a Kubernetes pod would be killed
     */
    void stop(long seconds) throws IOException, InterruptedException {
        Process running = running();
        // Not Process.destroy(), which closes the pipe as well: the leash would end the broker before it has shut down.
        Children.signal(running, "TERM");
        if (!running.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("node %s has not stopped after %s s; see %s".formatted(id, seconds, output()));
        }
        process = Optional.empty();
    }

    /** Sends SIGSTOP. */
    void freeze() throws IOException, InterruptedException {
        Children.signal(running(), "STOP");
    }

    /** Sends SIGCONT. */
    void thaw() throws IOException, InterruptedException {
        Children.signal(running(), "CONT");
    }

    /** Empties the log directory and formats it anew for the same node of the same cluster, as Strimzi does with an empty volume. */
    void wipe() throws IOException, InterruptedException {
        checkState(process.isEmpty(), "node %s still runs", id);
        MoreFiles.deleteDirectoryContents(data, RecursiveDeleteOption.ALLOW_INSECURE);
        format();
    }

    /** Ends the process if there is one, frozen or not, and waits until it is gone. */
    void end() {
        process.ifPresent(running -> running.destroyForcibly().onExit().join());
    }

    private Process running() {
        return process.filter(Process::isAlive)
                .orElseThrow(() -> new IllegalStateException("node %s does not run; see %s".formatted(id, output())));
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private List<String> java(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + LOGGING.toAbsolutePath(),
                "-cp",
                classPath + File.pathSeparator + ownClasses(),
                Leash.class.getName(),
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String ownClasses() {
        return Path.of(Leash.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
