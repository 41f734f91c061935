package dev.brokerfall.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A release of Apache Kafka.
 *
 * @param number its number, which also names the file with the class path of its brokers
 * @param semantics the simulator's rules for a cluster that this release has formatted
 */
record KafkaVersion(String number, String semantics) {

    private static final Path SCENARIOS = Path.of("scenarios", "measured");

    /** Where the build has written, for each release, the class path that Maven resolved. */
    private static final Path CLASS_PATHS = Path.of("target", "real-kafka", "class-paths");

    /** Returns the file of the measured scenario {@code name}: this release's own where there is one. */
    Path scenario(String name) {
        Path own = SCENARIOS.resolve("%s-%s.yaml".formatted(semantics, name));
        return Files.exists(own) ? own : SCENARIOS.resolve(name + ".yaml");
    }

    /** Returns the jars that a broker of this release needs. */
    String classPath() throws IOException {
        return Files.readString(CLASS_PATHS.resolve(number)).strip();
    }

    @Override
    public String toString() {
        return number;
    }
}
