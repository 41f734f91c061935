package dev.brokerfall.scenario.spec;

import dev.brokerfall.scenario.format.Key;
import java.util.Optional;

/** One document of a scenario file. */
public record ScenarioDocument(
        @Key("Version of the format.") String apiVersion,
        @Key("What the document is.") String kind,
        @Key("What the scenario is called.") Metadata metadata,
        @Key("What is played.") ScenarioSpec spec) {

    /** The version of the format that is read. */
    public static final String API_VERSION = "brokerfall.dev/v1alpha1";

    /** The one kind of document. */
    public static final String KIND = "Scenario";

    /** What a scenario is called. */
    public record Metadata(
            @Key("Name; the folder of the results is called by it.")
            String name,

            @Key("What it shows, in a sentence.") Optional<String> description) {}
}
