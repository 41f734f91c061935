package dev.brokerfall.scenario;

import dev.brokerfall.scenario.spec.EventSpec;
import dev.brokerfall.scenario.spec.KafkaSpec;
import dev.brokerfall.scenario.spec.PlatformSpec;
import dev.brokerfall.scenario.spec.ScenarioSpec;
import dev.brokerfall.scenario.spec.TimelineSpec;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds brokers that cannot join or be replaced. What moves follows from the order in which they do, so that order must be known. */
final class BrokerChangeChecks {

    private final ScenarioSpec spec;
    private final Site site;
    private final Set<Integer> gone = new TreeSet<>();
    private int brokers;
    private Optional<TimelineSpec> before = Optional.empty();

    BrokerChangeChecks(ScenarioSpec spec, Site site) {
        this.spec = spec;
        this.site = site;
        this.brokers = spec.kafka().map(KafkaSpec::brokers).orElse(0);
    }

    /** Returns how many brokers the timeline brings. */
    static int count(ScenarioSpec spec) {
        return (int)
                spec.timeline().stream().filter(BrokerChangeChecks::changes).count();
    }

    private static boolean changes(TimelineSpec entry) {
        return entry.event() instanceof EventSpec.AddBroker || entry.event() instanceof EventSpec.ReplaceBroker;
    }

    /** Looks at the next entry of the timeline. */
    void next(TimelineSpec entry, String path) {
        if (!changes(entry)) {
            return;
        }
        String kind = entry.event().event().kind();
        if (!(spec.platform() instanceof PlatformSpec.Bare)) {
            String platform = spec.platform() instanceof PlatformSpec.Aks ? "aks" : "hosts";
            site.error(
                    path + "." + kind,
                    "'%s' is not built yet on platform %s".formatted(kind, platform),
                    "use platform: {bare: {}}");
            return;
        }
        if (entry.every().isPresent()) {
            site.error(path + ".every", "%s happens once".formatted(kind), "use at or after");
        }
        before.filter(earlier -> !follows(entry, earlier))
                .ifPresent(earlier -> site.error(
                        path,
                        "it is not sure to happen after the addBroker or replaceBroker before it",
                        "let it wait: after: {event: %s}".formatted(earlier.id().orElse("the id of that entry"))));
        before = Optional.of(entry);
        if (entry.event() instanceof EventSpec.ReplaceBroker replace) {
            replaced(replace.broker(), path + "." + kind + ".broker");
        }
        brokers++;
    }

    private static boolean follows(TimelineSpec entry, TimelineSpec earlier) {
        boolean later = entry.at().isPresent()
                && earlier.at().isPresent()
                && entry.at().get().compareTo(earlier.at().get()) > 0;
        return later
                || entry.after()
                        .filter(after ->
                                earlier.id().filter(after.event()::equals).isPresent())
                        .isPresent();
    }

    private void replaced(int broker, String path) {
        if (broker < 0 || broker >= brokers) {
            site.error(
                    path, "there is no broker %s".formatted(broker), "they are 0 to %s by then".formatted(brokers - 1));
        } else if (!gone.add(broker)) {
            site.error(path, "broker %s has been replaced by then".formatted(broker), "name one that is still there");
        }
    }
}
