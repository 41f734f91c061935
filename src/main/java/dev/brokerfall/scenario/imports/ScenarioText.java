package dev.brokerfall.scenario.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario in the making.
 *
 * @param name what it is called
 * @param cluster the Kafka cluster, as {@code namespace/name}
 * @param kubernetes version of Kubernetes, if it is known
 * @param region Azure's name of it, if it is known
 * @param pools node pools
 * @param semantics rules of Kafka's version
 * @param brokers how many
 * @param controllers the value of {@code controllers}, on one line
 * @param placement the value of {@code placement}, on one line
 * @param operator the value of {@code operator}, on one line
 * @param config Kafka's own settings
 * @param topics topics; none where they are unknown
 * @param produce rate, or {@code TODO}
 * @param kept {@code retained} or {@code retention} with its value, or {@code TODO}
 */
record ScenarioText(
        String name,
        String cluster,
        Optional<String> kubernetes,
        Optional<String> region,
        List<PoolFound> pools,
        SemanticsFinder.Profile semantics,
        int brokers,
        String controllers,
        String placement,
        String operator,
        Map<String, String> config,
        List<TopicFound> topics,
        String produce,
        String kept) {

    private static final int COMMENT_COLUMN = 36;

    /** Returns the scenario with these options. */
    String with(List<Alternative> options) {
        List<String> lines = new ArrayList<>();
        lines.add("# What brokerfall import made of the manifests of Kafka cluster " + cluster
                + ". What it guessed and what it left out");
        lines.add("# was said on stderr. A TODO is what manifests cannot say; `brokerfall validate` refuses it until it"
                + " is filled in.");
        lines.add("apiVersion: brokerfall.dev/v1alpha1");
        lines.add("kind: Scenario");
        lines.add("metadata:");
        lines.add("  name: " + Text.word(name));
        lines.add("  description: " + Text.word("Kafka cluster %s as it is, and on other storage".formatted(cluster)));
        lines.add("spec:");
        lines.add(beside("  horizon: 1y", "simulated time of each trial"));
        platform(lines);
        kafka(lines);
        lines.add("  options:");
        for (int index = 0; index < options.size(); index++) {
            option(lines, options.get(index), index == 0);
        }
        lines.add(beside(
                "  faults: {profile: azure-typical}", "what goes wrong by chance, with sources in the catalogue"));
        lines.add("  # What each option must reach; without objectives nothing fails:");
        lines.add("  # objectives:");
        lines.add("  #   - {id: avail, metric: outageMinutesPerYear, max: 60m}");
        lines.add("  #   - {id: no-loss, metric: dataLossProbabilityPerYear, max: 1%}");
        lines.add("  simulation: {seed: 1, trials: 1000, confidence: 95%}");
        return String.join("\n", lines) + "\n";
    }

    private void platform(List<String> lines) {
        lines.add("  platform:");
        lines.add("    aks:");
        kubernetes.ifPresent(version -> lines.add("      kubernetes: \"%s\"".formatted(version)));
        region.ifPresent(its -> lines.add("      region: " + Text.word(its)));
        lines.add("      nodePools:");
        for (PoolFound pool : pools) {
            lines.add(beside("        - name: " + Text.word(pool.name()), pool.comment()));
            lines.add("          vmSize: " + pool.vmSize());
            lines.add("          zones: [%s]"
                    .formatted(String.join(
                            ", ", pool.zones().stream().map(Text::word).toList())));
            lines.add("          %s: %s"
                    .formatted(
                            pool.zones().isEmpty() ? "nodes" : "nodesPerZone",
                            pool.nodes().map(String::valueOf).orElse("TODO")));
            pool.osDisk().ifPresent(disk -> lines.add("          osDisk: " + disk));
        }
    }

    private void kafka(List<String> lines) {
        lines.add("  kafka:");
        lines.add(beside("    semantics: " + semantics.name(), semantics.comment()));
        lines.add("    brokers: " + brokers);
        lines.add("    controllers: " + controllers);
        lines.add("    placement: " + placement);
        lines.add("    operator: " + operator);
        if (!config.isEmpty()) {
            lines.add("    config:");
            config.forEach((key, value) -> lines.add(
                    "      %s: %s".formatted(key, value.matches("[0-9]+|true|false") ? value : Text.word(value))));
        }
        if (topics.isEmpty()) {
            lines.add("    # such as: [{name: orders, partitions: 120, replicationFactor: 3, minInsyncReplicas: 2}]");
            lines.add("    topics: TODO");
        } else {
            lines.add("    topics:");
            topics.forEach(topic -> {
                Text.wrapped(topic.members()).forEach(line -> lines.add("      # " + line));
                lines.add("      - " + topic.yaml());
            });
        }
        lines.add(beside("    workload:", "the whole cluster, before replication"));
        lines.add(
                produce.equals("TODO")
                        ? beside("      produce: TODO", "such as 20MiB/s: sum over brokers of BytesInPerSec")
                        : "      produce: " + produce);
        lines.add(
                kept.equals("TODO")
                        ? beside(
                                "      retained: TODO",
                                "such as 150Gi: all logs together, by the replication factor; or retention: 7d")
                        : "      " + kept);
    }

    private static void option(List<String> lines, Alternative option, boolean present) {
        lines.add(beside("    - name: " + Text.word(option.name()), option.comment()));
        if (present) {
            lines.add("      baseline: true");
        }
        lines.add("      storage: " + option.storage());
        if (!option.set().isEmpty()) {
            lines.add("      set:");
            option.set().forEach((path, value) -> lines.add("        %s: %s".formatted(path, value)));
        }
    }

    private static String beside(String text, String comment) {
        if (comment.isEmpty()) {
            return text;
        }
        return text + " ".repeat(Math.max(2, COMMENT_COLUMN - text.length())) + "# " + comment;
    }
}
