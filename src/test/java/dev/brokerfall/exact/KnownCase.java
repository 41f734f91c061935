package dev.brokerfall.exact;

import dev.brokerfall.kafka.Cases;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A small system of which mathematics knows some values.
 *
 * @param family which file it is from
 * @param its what the file says
 */
record KnownCase(String family, Cases its) {

    /** All families, by name of file, and how many cases each has. */
    static final List<String> FAMILIES = List.of("availability", "replica-groups", "rare-losses", "repairs", "renewal");

    /** How a value is held. */
    enum How {
        /** By trials as they go of themselves. */
        PLAIN,
        /** By chains of faults, drawn more often than by nature. */
        CHAINS,
        /** By the exact solver alone, because no scenario on bare processes can say the system. */
        SOLVER,
        /** By the exact solver; too rare to be played within a test. */
        REPORTED
    }

    /**
     * One value that is known.
     *
     * @param its what the file says of it
     * @param system the system it is known of
     */
    record Value(Cases its, KnownCase system) {

        String what() {
            return its.text("what");
        }

        double known() {
            return real(its, "is");
        }

        How by() {
            return How.valueOf(its.text("by").toUpperCase(Locale.ROOT));
        }

        boolean played() {
            return by() == How.PLAIN || by() == How.CHAINS;
        }

        /** How far the ends of the interval may be from its middle, as a share of the value. */
        double tolerance() {
            return its.has("absolute")
                    ? real(its, "absolute") / known()
                    : real(its.has("tolerance") ? its : system.its(), "tolerance");
        }

        /** Why it is not played; empty if it is. */
        String because() {
            return its.has("because")
                    ? its.text("because")
                    : system.its().has("because") ? system.its().text("because") : "";
        }

        int replicas() {
            return (its.has("replicas") ? its : system.its()).number("replicas");
        }

        int writable() {
            return (its.has("writable") ? its : system.its()).number("writable");
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(what());
            its.values().forEach((name, value) -> {
                if (!List.of("what", "is", "by", "because", "tolerance", "absolute", "from", "window")
                        .contains(String.valueOf(name))) {
                    text.append(' ').append(name).append(' ').append(value);
                }
            });
            return text.toString();
        }
    }

    static Stream<KnownCase> all() {
        return FAMILIES.stream().flatMap(KnownCase::family);
    }

    static Stream<KnownCase> family(String family) {
        return Cases.in("/dev/brokerfall/exact/" + family + ".yaml").map(its -> new KnownCase(family, its));
    }

    /** Cases of which a scenario can say something. */
    static Stream<KnownCase> played() {
        return all().filter(each -> each.values().stream().anyMatch(Value::played));
    }

    List<Value> values() {
        return its.list("values").stream().map(value -> new Value(value, this)).toList();
    }

    String name() {
        return its.text("name");
    }

    boolean has(String name) {
        return its.has(name);
    }

    double number(String name) {
        return real(its, name);
    }

    /** Returns a distribution as scenarios write it; a number is the mean, in hours, of an exponential one. */
    String law(String name) {
        return its.values().get(name) instanceof Number
                ? BareGroup.exponential(number(name))
                : its.text(name).replace("=", ": ");
    }

    static double real(Cases its, String name) {
        return ((Number) Objects.requireNonNull(its.values().get(name), name)).doubleValue();
    }

    @Override
    public String toString() {
        return name();
    }
}
