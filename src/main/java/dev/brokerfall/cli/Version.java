package dev.brokerfall.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What this build calls itself. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"brokerfall " + number()};
    }

    /** Returns the version in the jar's manifest, or a word for a build without one. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
