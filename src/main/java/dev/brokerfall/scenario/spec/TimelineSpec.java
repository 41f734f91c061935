package dev.brokerfall.scenario.spec;

import dev.brokerfall.fault.When;
import dev.brokerfall.scenario.format.ExactlyOne;
import dev.brokerfall.scenario.format.Key;
import java.time.Duration;
import java.util.Optional;

/** Something that surely happens. */
@ExactlyOne({"at", "every", "after"})
public record TimelineSpec(
        @Key("Name, for others to refer to.") Optional<String> id,
        @Key("When it happens.") Optional<Duration> at,

        @Key(value = "How often it happens.", positive = true)
        Optional<Duration> every,

        @Key("When it happens first, with every.") Optional<Duration> first,
        @Key("What it waits for.") Optional<AfterEventSpec> after,
        @Key(value = "What happens.", inline = true) EventSpec event) {

    /** What an entry waits for. */
    public record AfterEventSpec(
            @Key("Id of the entry it waits for.") String event,

            @Key(value = "How far that must have come.", preset = "done")
            When.Until until) {}
}
