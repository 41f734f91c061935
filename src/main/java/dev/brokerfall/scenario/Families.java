package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.catalogue.Entry;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.Yaml;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups of the catalogue that a user may add to: sizes of machines, each with its price, and sets of faults with the rates, lengths and
 * extents of kinds that some other set has. What is added is held to the form of a sibling.
 */
final class Families {

    private static final String SIZES = "vmSizes.";
    private static final String PRICES = "prices.vm.";
    private static final String FAULTS = "faults.";

    private final Map<String, Place> sizes = new LinkedHashMap<>();
    private final Map<String, Place> prices = new LinkedHashMap<>();

    /** Returns what {@code name} has to look like, if it can be added with such a value; its own value is a sibling's. */
    Optional<Entry> member(Catalogue catalogue, String name, Yaml written, Place place) {
        Optional<Entry> sibling = Optional.empty();
        if (isMember(name, SIZES)) {
            sizes.put(name.substring(SIZES.length()), place);
            sibling = mostAlike(catalogue.below("vmSizes"), written);
        } else if (isMember(name, PRICES)) {
            prices.put(name.substring(PRICES.length()), place);
            sibling = catalogue.below("prices.vm").stream().findFirst();
        } else if (name.startsWith(FAULTS)) {
            sibling = fault(catalogue, name.substring(FAULTS.length()));
        }
        return sibling.map(its -> new Entry(
                name,
                its.value(),
                List.of(),
                its.label(),
                List.of(),
                "",
                List.of(),
                its.per(),
                false,
                Optional.empty()));
    }

    private static boolean isMember(String name, String group) {
        return name.startsWith(group) && name.length() > group.length() && name.indexOf('.', group.length()) < 0;
    }

    /** Machines differ in what disks they have: the columns are those of one that has the same. */
    private static Optional<Entry> mostAlike(Collection<Entry> siblings, Yaml written) {
        Set<String> given = written instanceof Yaml.Mapping mapping ? columns(mapping) : Set.of();
        return siblings.stream().min(Comparator.comparingInt(sibling -> differences(sibling, given)));
    }

    private static Set<String> columns(Yaml.Mapping mapping) {
        Yaml.Item value = mapping.items().get("value");
        return value != null && value.value() instanceof Yaml.Mapping inner
                ? inner.items().keySet()
                : mapping.items().keySet();
    }

    private static int differences(Entry sibling, Set<String> given) {
        Set<Object> all = new HashSet<>(((Map<?, ?>) sibling.value()).keySet());
        Set<Object> both = new HashSet<>(all);
        both.retainAll(given);
        all.addAll(given);
        return all.size() - both.size();
    }

    /** A set that is called nearly like one that exists is a mistake in writing. */
    private static Optional<Entry> fault(Catalogue catalogue, String name) {
        int dot = name.indexOf('.');
        List<String> sets = catalogue.children("faults");
        String set = dot < 0 ? "" : name.substring(0, dot);
        if (set.isEmpty() || (!sets.contains(set) && Suggestion.of(set, sets).isPresent())) {
            return Optional.empty();
        }
        return sets.stream()
                .flatMap(other -> catalogue.find(FAULTS + other + name.substring(dot)).stream())
                .findFirst();
    }

    /** A machine that has no price, or a price without a machine, is of no use. */
    void check(Catalogue catalogue, Problems problems) {
        sizes.forEach((size, place) -> {
            if (catalogue.find(PRICES + size).isEmpty()) {
                problems.error(
                        place, "'%s' has no price".formatted(size), "add %s%s: 0.50 USD".formatted(PRICES, size));
            }
        });
        prices.forEach((size, place) -> {
            if (catalogue.find(SIZES + size).isEmpty()) {
                problems.error(
                        place,
                        "there is no VM size '%s' that this could be the price of".formatted(size),
                        Suggestion.of(size, catalogue.vmSizeNames())
                                .map("did you mean '%s'?"::formatted)
                                .orElse("add %s%s with all its columns".formatted(SIZES, size)));
            }
        });
    }
}
