package dev.brokerfall.cli;

import com.google.common.collect.ImmutableSetMultimap;
import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.CatalogueReader;
import dev.brokerfall.scenario.Scenario;
import dev.brokerfall.scenario.ScenarioReader;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.ScenarioException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The scenarios of a command line, as far as they can be read.
 *
 * @param catalogue what defaults come from, with the user's own figures if there are any
 * @param scenarios in order
 * @param checked by scenario's name, paths of the entries of the catalogue that were looked at while its file was read and checked
 * @param code 3 when a file could not be read, otherwise 0
 */
record Inputs(Catalogue catalogue, List<Scenario> scenarios, ImmutableSetMultimap<String, String> checked, int code) {

    Inputs {
        scenarios = List.copyOf(scenarios);
    }

    /**
     * Reads {@code files}; whatever is wrong with them goes to stderr.
     *
     * @param figures the file whose values replace those of the catalogue
     */
    static Inputs read(
            List<Path> files, List<String> settings, Optional<Path> figures, Terminal terminal, boolean warningsToo) {
        Catalogue catalogue;
        try {
            catalogue = figures.map(file -> CatalogueReader.read(Catalogue.standard(), file))
                    .orElseGet(Catalogue::standard);
        } catch (ScenarioException invalid) {
            terminal.err().println(Problems.describe(invalid.problems()));
            return new Inputs(Catalogue.standard(), List.of(), ImmutableSetMultimap.of(), Exit.INVALID_INPUT);
        }
        ImmutableSetMultimap.Builder<String, String> checked = ImmutableSetMultimap.builder();
        List<Scenario> scenarios = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int code = 0;
        for (Path file : files) {
            Set<String> looked = new LinkedHashSet<>();
            try {
                for (Scenario scenario : new ScenarioReader(catalogue.watched(looked::add), settings).read(file)) {
                    if (warningsToo) {
                        scenario.warnings().stream().map(Problem::describe).forEach(terminal.err()::println);
                    }
                    if (names.add(scenario.name())) {
                        scenarios.add(scenario);
                        checked.putAll(scenario.name(), looked);
                    } else {
                        terminal.err()
                                .println("%s: error: another file has a scenario called '%s' too"
                                        .formatted(file, scenario.name()));
                        code = Exit.INVALID_INPUT;
                    }
                }
            } catch (ScenarioException invalid) {
                terminal.err().println(Problems.describe(invalid.problems()));
                code = Exit.INVALID_INPUT;
            }
        }
        return new Inputs(catalogue, scenarios, checked.build(), code);
    }
}
