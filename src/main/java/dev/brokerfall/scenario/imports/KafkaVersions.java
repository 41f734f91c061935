package dev.brokerfall.scenario.imports;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Versions of Kafka, as numbers and as images tell them. */
final class KafkaVersions {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\D.*)?");

    /** Confluent Platform 7.x holds Kafka 3.x, and 8.x holds 4.x (docs.confluent.io, "Supported Versions and Interoperability"). */
    private static final int CONFLUENT_AHEAD = 4;

    private static final int FEW = 100;

    private KafkaVersions() {}

    /** Returns the version of Kafka in an image, if its tag is a version. */
    static Optional<String> ofTag(String image, String tag) {
        Matcher numbers = NUMBERS.matcher(tag);
        if (!numbers.matches()) {
            return Optional.empty();
        }
        int major = Integer.parseInt(numbers.group(1)) - (image.startsWith("cp-") ? CONFLUENT_AHEAD : 0);
        return Optional.of(major + "." + numbers.group(2));
    }

    /** Returns a version as a number that grows with it: 4.1 is 401. Empty for what is no version. */
    static Optional<Integer> ordinal(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        return numbers.matches()
                ? Optional.of(Integer.parseInt(numbers.group(1)) * FEW + Integer.parseInt(numbers.group(2)))
                : Optional.empty();
    }
}
