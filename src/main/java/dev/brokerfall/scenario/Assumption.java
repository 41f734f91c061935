package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.catalogue.Label;
import dev.brokerfall.catalogue.Source;
import java.util.List;
import java.util.Optional;

/**
 * A value the results rest on that the scenario does not give.
 *
 * @param path where it stands in the catalogue
 * @param value the value with its unit
 * @param range what is plausible; may be empty
 * @param label how far it can be trusted
 * @param note what it means; may be empty
 * @param sources who says so
 * @param instead what the catalogue itself has, where a user's file has another value
 */
public record Assumption(
        String path,
        String value,
        String range,
        Label label,
        String note,
        List<Source> sources,
        Optional<Assumption> instead) {

    public Assumption {
        sources = List.copyOf(sources);
    }

    static Assumption of(Entry entry) {
        return new Assumption(
                entry.path(),
                entry.text(),
                entry.rangeText(),
                entry.label(),
                entry.note(),
                entry.sources(),
                entry.instead().map(Assumption::of));
    }
}
