package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Source;
import dev.brokerfall.scenario.format.Binder;
import dev.brokerfall.scenario.format.Default;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.format.Printer;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A scenario with every value that its file leaves out, and where each comes from. */
public final class Resolved {

    private Resolved() {}

    /**
     * Returns the scenario as a file that says everything: the values given and the defaults, and as comments the values that the
     * model takes from the catalogue.
     */
    public static String text(Catalogue catalogue, Scenario scenario, List<Composition> compositions) {
        // What is wrong was told when the scenario was read; a document that only its options complete is printed
        // variant by variant.
        Binder binder = new Binder(new Problems(), catalogue, scenario.files());
        Optional<ScenarioDocument> document = binder.bind(ScenarioDocument.class, scenario.tree());
        String yaml = document.map(whole -> print(whole, scenario.tree(), binder.defaults()))
                .orElseGet(() -> scenario.variants().stream()
                        .map(variant -> "# option " + variant.name() + "\n"
                                + print(
                                        new ScenarioDocument(
                                                ScenarioDocument.API_VERSION,
                                                ScenarioDocument.KIND,
                                                scenario.metadata(),
                                                variant.spec()),
                                        variant.tree(),
                                        variant.defaults()))
                        .collect(Collectors.joining("---\n")));
        return yaml + catalogue(compositions);
    }

    private static String print(ScenarioDocument document, Yaml tree, List<Default> defaults) {
        Map<String, Default> byPath =
                defaults.stream().collect(Collectors.toMap(Default::path, Function.identity(), (one, other) -> one));
        return new Printer(path -> comment(path, tree, byPath)).print(document);
    }

    private static String comment(String path, Yaml tree, Map<String, Default> defaults) {
        Default taken = defaults.get(path);
        if (taken == null) {
            return Paths.find(tree, path).map(value -> at(value.place())).orElse("");
        }
        return taken.entry()
                .map(entry -> "default: catalogue %s, %s"
                        .formatted(entry.path(), entry.label().word()))
                .orElse("default");
    }

    /** The file by its last name alone: the same inputs give the same text wherever they lie. */
    private static String at(Place place) {
        return place.source().lines().isEmpty()
                ? place.source().name()
                : "%s:%s".formatted(Path.of(place.source().name()).getFileName(), place.line());
    }

    private static String catalogue(List<Composition> compositions) {
        return Composer.assumptions(compositions).stream()
                .map(Resolved::line)
                .collect(Collectors.joining("", "# Values from the catalogue:\n", ""));
    }

    private static String line(Assumption assumption) {
        String range = assumption.range().isEmpty() ? "" : ", range " + assumption.range();
        String sources = assumption.sources().stream().map(Resolved::cite).collect(Collectors.joining(" "));
        String instead = assumption
                .instead()
                .map(own -> ", by --catalog instead of %s, %s"
                        .formatted(own.value(), own.label().word()))
                .orElse("");
        return "#   %s: %s  (%s%s%s)%s\n"
                .formatted(
                        assumption.path(),
                        assumption.value(),
                        assumption.label().word(),
                        range,
                        instead,
                        sources.isEmpty() ? "" : " " + sources);
    }

    private static String cite(Source source) {
        return source.address().isEmpty() ? source.title() : source.address();
    }
}
