package dev.brokerfall.scenario.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the one Kafka cluster that is meant. */
final class KafkaFinder {

    private final FoundObjects objects;
    private final Remarks remarks;

    KafkaFinder(FoundObjects objects, Remarks remarks) {
        this.objects = objects;
        this.remarks = remarks;
    }

    /**
     * Returns the cluster.
     *
     * @param name which of several: {@code name} or {@code namespace/name}
     * @throws ImportException if there is none, or several and none or more than one of them is called so
     */
    KafkaFound find(Optional<String> name) {
        List<KafkaFound> all = candidates();
        if (all.isEmpty()) {
            throw new ImportException("""
                    there is no Kafka cluster in the manifests: neither a Kafka resource of Strimzi nor a StatefulSet whose image is Kafka's
                      help: 'brokerfall import --commands' prints what to ask kubectl for""");
        }
        if (all.size() == 1) {
            return all.get(0);
        }
        List<KafkaFound> meant = all.stream()
                .filter(found -> name.isPresent()
                        && (name.get().equals(id(found)) || name.get().equals(found.name())))
                .toList();
        if (meant.size() != 1) {
            throw new ImportException(
                    "there are %s Kafka clusters in the manifests, and a scenario has one:\n%s\n  help: choose by --name, as in --name %s"
                            .formatted(
                                    all.size(),
                                    all.stream()
                                            .map(found -> "  %s: %s %s"
                                                    .formatted(
                                                            found.place(),
                                                            found.origin().kind(),
                                                            id(found)))
                                            .collect(Collectors.joining("\n")),
                                    id(all.get(0))));
        }
        all.stream()
                .filter(found -> !found.equals(meant.get(0)))
                .forEach(other -> remarks.ignored(
                        other.place(),
                        other.origin().kind() + " " + id(other),
                        "another Kafka cluster than the one named"));
        return meant.get(0);
    }

    private static String id(KafkaFound found) {
        return found.origin().namespace() + "/" + found.name();
    }

    private List<KafkaFound> candidates() {
        List<KafkaFound> all = new ArrayList<>();
        objects.of("Kafka").forEach(kafka -> all.add(new StrimziReader(objects, kafka).read()));
        // A StatefulSet that Strimzi owns, as it did before 0.32, is not another cluster.
        return all.isEmpty() ? new StatefulSetReader(objects).read() : all;
    }
}
