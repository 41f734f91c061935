package dev.brokerfall.scenario;

import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.metric.Metric;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.unit.DataRate;
import dev.brokerfall.unit.DataSize;
import dev.brokerfall.unit.Money;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The catalogue, and a note of everything that was taken from it. */
final class Ledger {

    private final Catalogue catalogue;
    private final Map<String, Entry> used;
    private final SetMultimap<String, String> readers;
    private final String reader;
    private final String instead;

    private Ledger(
            Catalogue catalogue,
            Map<String, Entry> used,
            SetMultimap<String, String> readers,
            String reader,
            String instead) {
        this.instead = instead;
        this.catalogue = catalogue;
        this.used = used;
        this.readers = readers;
        this.reader = reader;
    }

    Ledger(Catalogue catalogue) {
        this(catalogue, "");
    }

    /** Creates a ledger in which a profile of faults has values of its own in place of others. */
    Ledger(Catalogue catalogue, String profile) {
        this(
                catalogue,
                new LinkedHashMap<>(),
                LinkedHashMultimap.create(),
                Composition.SIMULATION,
                "faults." + profile + ".instead.");
    }

    /** Returns this ledger, noting that what is taken serves {@code metric} alone. */
    Ledger of(Metric metric) {
        return new Ledger(catalogue, used, readers, metric.key(), instead);
    }

    /** Returns who took what: the key of a metric, or {@link Composition#SIMULATION}. */
    ImmutableSetMultimap<String, String> readers() {
        return ImmutableSetMultimap.copyOf(readers);
    }

    /** Returns the catalogue itself, for looking without taking. */
    Catalogue catalogue() {
        return catalogue;
    }

    /** Returns what was taken, in order. */
    Collection<Entry> used() {
        return used.values();
    }

    /** Notes that {@code path}, or what the profile has instead of the catalogue's own, was taken, and returns which. */
    String note(String path) {
        String taken = profileDecides(path) ? instead + path : path;
        used.putIfAbsent(taken, catalogue.entry(taken));
        readers.put(taken, reader);
        return taken;
    }

    /** What a profile has instead goes before the catalogue's own value, but not before one that the user gave by that very name. */
    private boolean profileDecides(String path) {
        Optional<Entry> profiles = catalogue.find(instead + path);
        return profiles.isPresent() && (!isUsers(catalogue.entry(path)) || isUsers(profiles.get()));
    }

    private static boolean isUsers(Entry entry) {
        return entry.instead().isPresent()
                || Catalogue.standard().find(entry.path()).isEmpty();
    }

    double number(String path) {
        return catalogue.number(note(path));
    }

    int count(String path) {
        return catalogue.count(note(path));
    }

    boolean flag(String path) {
        return catalogue.flag(note(path));
    }

    double share(String path) {
        return catalogue.share(note(path));
    }

    Duration duration(String path) {
        return catalogue.duration(note(path));
    }

    DataSize size(String path) {
        return catalogue.size(note(path));
    }

    DataRate rate(String path) {
        return catalogue.rate(note(path));
    }

    Money money(String path) {
        return catalogue.money(note(path));
    }

    String text(String path) {
        return catalogue.text(note(path));
    }

    String column(String path, String column) {
        return catalogue.column(note(path), column);
    }

    RandomDuration randomDuration(String path) {
        return catalogue.randomDuration(note(path));
    }

    Distribution randomShare(String path) {
        return catalogue.randomShare(note(path));
    }
}
