package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds what is well written but cannot work. */
final class Checks {

    private static final String FOLDER_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    private final ScenarioDocument document;
    private final Site site;
    private final List<Variant> variants;
    private final Catalogue catalogue;
    private final Problems problems;
    private final Path folder;

    Checks(
            ScenarioDocument document,
            Yaml tree,
            List<Variant> variants,
            Catalogue catalogue,
            Problems problems,
            Path folder) {
        this.document = document;
        this.site = new Site(tree, problems);
        this.variants = variants;
        this.catalogue = catalogue;
        this.problems = problems;
        this.folder = folder;
    }

    void run() {
        name();
        options();
        simulation();
        for (Variant variant : variants) {
            Site at = new Site(variant.tree(), problems);
            new PlatformChecks(variant.spec(), catalogue, at, folder).run();
            variant.spec().kafka().ifPresent(kafka -> new KafkaChecks(variant.spec(), kafka, catalogue, at).run());
            if (variant.spec().kafka().isEmpty() && variant.spec().storage().isPresent()) {
                at.error("spec.storage", "storage is for Kafka's brokers, and there is no kafka here", "leave it out");
            }
            new TimelineChecks(variant.spec(), catalogue, at, folder).run();
        }
    }

    private void name() {
        if (!document.metadata().name().matches(FOLDER_NAME)) {
            site.error(
                    "metadata.name",
                    "'%s' cannot name a folder".formatted(document.metadata().name()),
                    "use letters, digits, dots, dashes and underscores");
        }
    }

    private void options() {
        List<ScenarioSpec.OptionSpec> options = document.spec().options();
        Set<String> names = new HashSet<>();
        int baselines = 0;
        for (int index = 0; index < options.size(); index++) {
            String path = "spec.options[" + index + "]";
            if (!names.add(options.get(index).name())) {
                site.error(
                        path + ".name",
                        "the option '%s' is there twice"
                                .formatted(options.get(index).name()));
            }
            if (options.get(index).baseline() && ++baselines == 2) {
                site.error(path + ".baseline", "only one option can be the baseline");
            }
        }
        List<String> candidates = document.spec().candidates();
        for (int index = 0; index < candidates.size(); index++) {
            if (!names.contains(candidates.get(index))) {
                site.error(
                        "spec.candidates[" + index + "]",
                        "there is no option '%s'".formatted(candidates.get(index)),
                        Suggestion.help(
                                candidates.get(index), names.stream().sorted().toList()));
            }
        }
    }

    private void simulation() {
        double confidence = document.spec().simulation().confidence();
        if (confidence <= 0 || confidence >= 1) {
            site.error("spec.simulation.confidence", "the confidence must lie between 0% and 100%", "95% is usual");
        }
    }
}
