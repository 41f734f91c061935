package dev.brokerfall.scenario.imports;

import dev.brokerfall.kubernetes.objects.Pod;
import dev.brokerfall.kubernetes.objects.PodDisruptionBudget;
import dev.brokerfall.scenario.manifest.ManifestObject;
import java.util.List;
import java.util.Optional;

/** Finds what holds evictions of brokers back: Strimzi's Drain Cleaner and a PodDisruptionBudget. */
final class OperatorFinder {

    private static final String AT = "spec.kafka.operator";
    private static final String DRAIN_CLEANER = "strimzi-drain-cleaner";

    private final FoundObjects objects;
    private final KafkaFound kafka;
    private final Remarks remarks;

    OperatorFinder(FoundObjects objects, KafkaFound kafka, Remarks remarks) {
        this.objects = objects;
        this.kafka = kafka;
        this.remarks = remarks;
    }

    /** Returns the value of {@code operator}, on one line. */
    String find() {
        return "{drainCleaner: %s, podDisruptionBudget: %s}".formatted(drainCleaner(), budget());
    }

    private boolean drainCleaner() {
        String at = AT + ".drainCleaner";
        Optional<ManifestObject> cleaner = objects.all().stream()
                .filter(object -> object.kind().equals("Pod") || object.kind().equals("Deployment"))
                .filter(object -> object.name().startsWith(DRAIN_CLEANER)
                        || StrimziReader.label(object, "app").equals(DRAIN_CLEANER))
                .findFirst();
        int pods = objects.of("Pod").size();
        if (cleaner.isPresent()) {
            remarks.used(
                    cleaner.get().place(),
                    at,
                    "true, of %s %s"
                            .formatted(cleaner.get().kind(), cleaner.get().id()));
        } else if (pods == 0) {
            remarks.guessed(kafka.place(), at, "false: without pods among the manifests nobody can tell");
        } else {
            remarks.used(kafka.place(), at, "false: none of %s pods is the Drain Cleaner".formatted(pods));
        }
        return cleaner.isPresent();
    }

    private boolean budget() {
        String at = AT + ".podDisruptionBudget";
        Optional<Pod> broker = kafka.brokers().stream()
                .flatMap(group -> group.sample().stream())
                .findFirst();
        List<PodDisruptionBudget> budgets = objects.typed().budgets().stream()
                .filter(budget -> budget.namespace().equals(kafka.origin().namespace()))
                .filter(budget -> broker.map(pod -> budget.selector().matches(pod.labels()))
                        .orElse(budget.name().equals(kafka.name() + "-kafka")))
                .toList();
        if (budgets.isEmpty()) {
            if (objects.typed().budgets().isEmpty() && kafka.strimzi()) {
                remarks.guessed(
                        kafka.place(),
                        at,
                        "true: Strimzi makes one, though no PodDisruptionBudget is among the manifests");
                return true;
            }
            remarks.used(kafka.place(), at, "false: no PodDisruptionBudget selects the brokers");
            return false;
        }
        PodDisruptionBudget budget = budgets.get(0);
        String place = objects.find("PodDisruptionBudget", budget.namespace(), budget.name())
                .map(ManifestObject::place)
                .orElse(kafka.place());
        Optional<Integer> allowed = allowed(budget);
        if (allowed.equals(Optional.of(1))) {
            remarks.used(place, at, "true, of %s, which lets one broker go".formatted(budget.name()));
        } else {
            remarks.guessed(
                    place,
                    at,
                    "true, of %s, which lets %s go: a scenario's budget lets one"
                            .formatted(
                                    budget.name(), allowed.map(String::valueOf).orElse("some")));
        }
        return true;
    }

    /** Returns how many of the brokers a budget lets go, where it says so in numbers. */
    private Optional<Integer> allowed(PodDisruptionBudget budget) {
        String number = "\\d{1,6}";
        return budget.maxUnavailable()
                .filter(text -> text.matches(number))
                .map(Integer::valueOf)
                .or(() -> budget.minAvailable()
                        .filter(text -> text.matches(number))
                        .map(least -> Math.max(0, covered(budget) - Integer.parseInt(least))));
    }

    /** Strimzi's one budget covers brokers and controllers alike. */
    private int covered(PodDisruptionBudget budget) {
        long pods = objects.pods(budget.namespace(), pod -> budget.selector().matches(pod.labels()))
                .size();
        return pods == 0 ? kafka.brokerCount() : (int) pods;
    }
}
