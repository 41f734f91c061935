package dev.brokerfall.scenario;

import dev.brokerfall.catalogue.Catalogue;
import dev.brokerfall.scenario.format.Paths;
import dev.brokerfall.scenario.format.Suggestion;
import dev.brokerfall.scenario.spec.ScenarioDocument;
import dev.brokerfall.scenario.text.FileReason;
import dev.brokerfall.scenario.text.Place;
import dev.brokerfall.scenario.text.Problem;
import dev.brokerfall.scenario.text.Problems;
import dev.brokerfall.scenario.text.ScenarioException;
import dev.brokerfall.scenario.text.SourceText;
import dev.brokerfall.scenario.text.Yaml;
import dev.brokerfall.scenario.text.YamlReader;
import dev.brokerfall.unit.QuantityException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads scenario files. Everything that is wrong with a file is told at once, each at its place; a {@link ScenarioException} holds
 * it all.
 */
public final class ScenarioReader {

    private final Catalogue catalogue;
    private final List<String> settings;

    /**
     * Creates a reader.
     *
     * @param catalogue where defaults come from
     * @param settings values that overrule the file's, each {@code path=value}
     */
    public ScenarioReader(Catalogue catalogue, List<String> settings) {
        this.catalogue = catalogue;
        this.settings = List.copyOf(settings);
    }

    /** Creates a reader with the program's own catalogue that takes files as they are. */
    public ScenarioReader() {
        this(Catalogue.standard(), List.of());
    }

    /**
     * Returns the scenarios in {@code file}, one for each document.
     *
     * @throws ScenarioException if it cannot be used
     */
    public List<Scenario> read(Path file) {
        Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
        return read(file.toString(), text(file), folder);
    }

    /**
     * Returns the scenarios in {@code text}.
     *
     * @param name what messages call it
     * @param folder what file names in it are relative to
     * @throws ScenarioException if it cannot be used
     */
    public List<Scenario> read(String name, String text, Path folder) {
        Problems problems = new Problems();
        List<Yaml> documents = YamlReader.read(name, text, problems);
        if (documents.isEmpty() && !problems.hasErrors()) {
            problems.error(start(name, text), "there is no scenario in it", "brokerfall init writes one to begin with");
        }
        List<Scenario> scenarios = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Yaml document : documents) {
            scenario(document, folder, problems).ifPresent(scenario -> {
                if (names.contains(scenario.name())) {
                    problems.error(
                            Paths.place(document, "metadata.name"),
                            "another document is called '%s' too".formatted(scenario.name()));
                }
                names.add(scenario.name());
                scenarios.add(scenario);
            });
        }
        problems.throwErrors();
        return scenarios;
    }

    private Optional<Scenario> scenario(Yaml document, Path folder, Problems all) {
        Problems problems = new Problems();
        try {
            if (!envelope(document, problems)) {
                return Optional.empty();
            }
            Variation variation = new Variation(
                    document, settings(problems), problems, catalogue, file -> lines(folder.resolve(file)));
            List<Variant> variants = variation.variants();
            Optional<ScenarioDocument> bound = variation.document();
            if (bound.isEmpty()) {
                return Optional.empty();
            }
            List<Objective> objectives =
                    new Objectives(variation.tree(), problems).read(bound.get().spec());
            SimulationReader simulation =
                    new SimulationReader(bound.get().spec().simulation(), new Site(variation.tree(), problems));
            Optional<Stop> stop = simulation.stop();
            Select select = simulation.select();
            new Checks(bound.get(), variation.tree(), variants, catalogue, problems, folder).run();
            return Optional.of(new Scenario(
                    bound.get().metadata(),
                    variation.tree(),
                    folder,
                    variants,
                    objectives,
                    bound.get().spec().candidates(),
                    stop,
                    select,
                    problems.warnings()));
        } finally {
            all.addAll(problems.all());
        }
    }

    /** Looks at the version and the kind first: what is not a scenario need not be held against its keys. */
    private static boolean envelope(Yaml document, Problems problems) {
        if (!(document instanceof Yaml.Mapping mapping)) {
            problems.error(document.place(), "a scenario must be a map, found " + document.kind());
            return false;
        }
        boolean version = fixed(mapping, "apiVersion", ScenarioDocument.API_VERSION, problems);
        boolean kind = fixed(mapping, "kind", ScenarioDocument.KIND, problems);
        return version && kind;
    }

    private static boolean fixed(Yaml.Mapping mapping, String key, String expected, Problems problems) {
        Yaml.Item item = mapping.items().get(key);
        if (item == null) {
            Optional<String> typo = Suggestion.of(key, mapping.items().keySet());
            if (typo.isPresent()) {
                Yaml.Item meant =
                        Optional.ofNullable(mapping.items().get(typo.get())).orElseThrow();
                problems.error(
                        meant.key(), "unknown key '%s'".formatted(typo.get()), "did you mean '%s'?".formatted(key));
            } else {
                problems.error(
                        mapping.place(), "'%s' is missing".formatted(key), "add %s: %s".formatted(key, expected));
            }
            return false;
        }
        if (!(item.value() instanceof Yaml.Scalar scalar) || !scalar.text().equals(expected)) {
            problems.error(
                    item.value().place(),
                    "'%s' must be %s, found %s"
                            .formatted(key, expected, item.value().kind()));
            return false;
        }
        return true;
    }

    private List<Variation.Setting> settings(Problems problems) {
        List<Variation.Setting> read = new ArrayList<>();
        for (String setting : settings) {
            String name = "--set " + setting;
            Place place = new Place(new SourceText(name, List.of()), 1, 1);
            int equals = setting.indexOf('=');
            if (equals < 1) {
                problems.error(place, "a value is set by path=value", "write it like --set spec.kafka.brokers=5");
                continue;
            }
            YamlReader.value(name, setting.substring(equals + 1), problems)
                    .ifPresent(value -> read.add(new Variation.Setting(setting.substring(0, equals), value, place)));
        }
        return read;
    }

    /** Returns the text of a file; throws a {@link ScenarioException} that says why it cannot be had. */
    static String text(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw unusable(file, "there is no such file", e);
        } catch (IOException e) {
            throw unusable(
                    file, Files.isDirectory(file) ? "this is a folder" : "it cannot be read: " + FileReason.of(e), e);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unusable(file, "this is not text in UTF-8", e);
        }
        if (text.indexOf('\0') >= 0) {
            throw unusable(file, "this is not text but a binary file", new IllegalArgumentException("NUL"));
        }
        return text;
    }

    static List<String> lines(Path file) {
        try {
            return text(file).lines().toList();
        } catch (ScenarioException e) {
            QuantityException unreadable = new QuantityException(
                    e.problems().get(0).toString(), "file names are relative to the file that names them");
            unreadable.initCause(e);
            throw unreadable;
        }
    }

    private static ScenarioException unusable(Path file, String message, Exception cause) {
        SourceText nowhere = new SourceText(file.toString(), List.of());
        ScenarioException unusable =
                new ScenarioException(List.of(Problem.error(new Place(nowhere, 1, 1), message, "")));
        unusable.initCause(cause);
        return unusable;
    }

    private static Place start(String name, String text) {
        return new Place(SourceText.of(name, text), 1, 1);
    }
}
