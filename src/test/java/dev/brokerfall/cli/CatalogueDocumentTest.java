package dev.brokerfall.cli;

import dev.brokerfall.Golden;
import dev.brokerfall.catalogue.Alternative;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Writes {@code docs/catalogue.md}: every entry of the catalogue on one page. */
final class CatalogueDocumentTest {

    private static final Path FILE = Path.of("docs/catalogue.md");

    @Test
    void the_committed_page_is_current() throws IOException {
        Golden.check(FILE, page(Catalogue.standard()));
    }

    private static String page(Catalogue catalogue) {
        Explainer explainer = new Explainer(catalogue);
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        catalogue
                .entries()
                .forEach(entry -> groups.computeIfAbsent(group(entry), name -> new ArrayList<>())
                        .add(entry));
        StringBuilder out = new StringBuilder();
        out.append("# The catalogue\n\n")
                .append(
                        "Every figure that Brokerfall rests on, with its range, its label and its source. This page is generated")
                .append(
                        " (`CatalogueDocumentTest`);\n`brokerfall explain PATH` says the same of one entry, and what uses it.")
                .append(" `--catalog FILE` replaces values by your own.\n\n")
                .append(
                        "Labels: *stated*, the source says so; *derived*, worked out from what sources say; *inferred*, a reasoned")
                .append(
                        " choice within what sources say;\n*unknown*, a place-holder. *For reference* means that the model does not")
                .append(" read the value: it plays something else, or nothing, in its place.\n\n")
                .append(count(catalogue));
        groups.forEach((name, entries) -> {
            out.append("\n## ").append(name).append("\n\n");
            out.append("| entry | value | range | label | meaning | source |\n|---|---|---|---|---|---|\n");
            entries.forEach(entry -> out.append(row(entry, explainer)));
        });
        return out.toString();
    }

    private static String group(Entry entry) {
        return entry.path().substring(0, entry.path().indexOf('.'));
    }

    private static String count(Catalogue catalogue) {
        String byLabel = catalogue.entries().stream()
                .collect(Collectors.groupingBy(entry -> entry.label().ordinal(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(entries -> entries.size() + " " + entries.get(0).label().word())
                .collect(Collectors.joining(", "));
        long reference = catalogue.entries().stream().filter(Entry::reference).count();
        return "%s entries: %s; %s of them for reference.\n"
                .formatted(catalogue.entries().size(), byLabel, reference);
    }

    private static String row(Entry entry, Explainer explainer) {
        String per = entry.per().map(unit -> " for each " + unit).orElse("");
        String label = entry.label().word() + (entry.reference() ? ", for reference" : "");
        return "| `%s` | %s | %s | %s | %s | %s |\n"
                .formatted(
                        entry.path(),
                        escape(entry.text() + per),
                        escape(entry.rangeText()),
                        label,
                        escape(explainer.meaning(entry)) + alternatives(entry),
                        sources(entry.sources()));
    }

    private static String alternatives(Entry entry) {
        return entry.alternatives().stream()
                .map(CatalogueDocumentTest::alternative)
                .collect(Collectors.joining());
    }

    private static String alternative(Alternative alternative) {
        return " *Alternative:* %s (%s).".formatted(escape(alternative.text()), sources(alternative.sources()));
    }

    private static String sources(List<Source> sources) {
        return sources.stream()
                .map(source -> "[%s](%s), %s".formatted(escape(source.title()), source.address(), source.date()))
                .collect(Collectors.joining("; "));
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("[", "\\[").replace("]", "\\]").replace("*", "\\*");
    }
}
