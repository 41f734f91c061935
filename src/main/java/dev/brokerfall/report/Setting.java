package dev.brokerfall.report;

import java.util.List;

/**
 * What a report says about a run that is not part of its result.
 *
 * @param background the profile of background faults, such as {@code azure-typical}; {@code none} when there are none
 * @param planned what is planned in every trial, in the scenario's words; empty when nothing is
 * @param folder where the files are, as the user would write it; empty when none were written
 * @param command the command that plays the same again
 * @param version the program's version
 * @param charts the charts' file names without extension, in the order in which a report shows them, each with its caption
 */
public record Setting(
        String background, List<String> planned, String folder, String command, String version, List<Chart> charts) {

    public Setting {
        planned = List.copyOf(planned);
        charts = List.copyOf(charts);
    }

    /** Returns this setting with {@code charts}. */
    public Setting with(List<Chart> these) {
        return new Setting(background, planned, folder, command, version, these);
    }

    /** A chart that was written: {@code charts/<name>.png} and {@code .svg}. */
    public record Chart(String name, String caption) {}
}
