package dev.brokerfall.scenario.spec;

import dev.brokerfall.fault.BackgroundFault;
import dev.brokerfall.random.Distribution;
import dev.brokerfall.random.RandomDuration;
import dev.brokerfall.scenario.format.Key;
import java.util.Map;
import java.util.Optional;

/** What goes wrong by chance. */
public record FaultsSpec(
        @Key(value = "Name of a set of faults in the catalogue.", preset = "azure-typical")
        String profile,

        @Key("Other rates and lengths, by name of the event.")
        Map<String, OverrideSpec> override,

        @Key(
                "File of faults that happened, replayed in every trial in place of those by chance of the kinds it has: lines of"
                        + " start,kind,target,duration,fraction under a heading that says so.")
        Optional<String> trace,

        @Key(value = "Whether nothing goes wrong by chance.", preset = "false")
        boolean none) {

    /** Other rates and lengths of one kind of fault. */
    public record OverrideSpec(
            @Key("Time from one to the next.") Optional<RandomDuration> interarrival,
            @Key("How long one lasts.") Optional<RandomDuration> duration,

            @Key("Share of a zone that one strikes, or of the usual speed at which disks are attached.")
            Optional<Distribution> fraction,

            @Key("What each suffers its own sequence of them.")
            Optional<BackgroundFault.Per> per,

            @Key(
                    value =
                            "Share of a machine's faults that come in bursts, with others of its hidden fault domain; 0% lets each come"
                                    + " alone. The mean number of faults stays the same.",
                    share = true)
            Optional<Double> bursts,

            @Key(
                    "Whether the time to the next runs since the last one's arrival or since what it struck is as good as new.")
            Optional<BackgroundFault.Since> since,

            @Key(value = "Whether a killed broker finds its log directory empty.", preset = "false")
            boolean wipe) {}
}
