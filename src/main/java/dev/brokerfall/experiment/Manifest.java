package dev.brokerfall.experiment;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a result was made from: {@code manifest.json}. Everything that differs from run to run stands under {@code clock}.
 *
 * @param scenario the scenario's name
 * @param version the version of the program
 * @param inputs the content of everything that decides the result, by name: the resolved scenario, catalogues, manifests, traces
 * @param seed the seed of all luck
 * @param trials how many trials of each variant were asked for
 * @param jvm the Java version
 * @param started when the run began
 * @param elapsed how long it took
 * @param threads how many trials were played at a time
 */
public record Manifest(
        String scenario,
        String version,
        ImmutableSortedMap<String, String> inputs,
        long seed,
        long trials,
        String jvm,
        Instant started,
        Duration elapsed,
        int threads) {

    /** The key under which {@link #inputHash()} stands in {@code manifest.json}. */
    static final String INPUT_HASH = "inputHash";

    /** Returns the hash of everything that decides the result, the program's version aside. */
    String inputHash() {
        StringBuilder all = new StringBuilder();
        inputs.forEach((name, content) ->
                all.append(name).append('\n').append(sha256(content)).append('\n'));
        return sha256(all.append(seed).append('\n').append(trials).toString());
    }

    String text() {
        ObjectNode root = ResultsJson.object();
        root.put("schemaVersion", ExperimentResult.SCHEMA_VERSION);
        root.put("scenario", scenario);
        root.put("version", version);
        root.put(INPUT_HASH, inputHash());
        ObjectNode hashes = root.putObject("inputs");
        inputs.forEach((name, content) -> hashes.put(name, sha256(content)));
        root.put("seed", seed);
        root.put("trials", trials);
        root.put("jvm", jvm);
        ObjectNode clock = root.putObject("clock");
        clock.put("started", started.toString());
        clock.put("elapsedSeconds", Digits.of(elapsed.toMillis() / 1000.0));
        clock.put("threads", threads);
        return ResultsJson.text(root);
    }

    private static String sha256(String content) {
        return Hashing.sha256().hashString(content, StandardCharsets.UTF_8).toString();
    }
}
