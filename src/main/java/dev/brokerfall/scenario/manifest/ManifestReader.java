package dev.brokerfall.scenario.manifest;

import dev.brokerfall.kubernetes.objects.ClusterObjects;
import dev.brokerfall.scenario.text.FileReason;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads manifests: any number of files, each with any number of documents, each an object or a {@code List} of them.
 *
 * <p>Kinds that do not decide where pods run and what becomes of their data are skipped and counted. What cannot be read, and what
 * does not hang together, is refused with file, line and column, all of it at once.
 */
public final class ManifestReader {

    /** What {@code kubectl get nodes,pods,… -A -o yaml} prints for a few thousand pods is some tens of megabytes. */
    private static final int LARGEST = 256 * 1024 * 1024;

    private static final int ALIASES = 10_000;

    private final ObjectSink sink = new ObjectSink();
    private final List<ManifestProblem> problems = new ArrayList<>();

    private ManifestReader() {}

    /**
     * Reads files.
     *
     * @throws ManifestException when any of them cannot be read or the objects do not hang together
     */
    public static Manifests read(List<Path> files) {
        ManifestReader reader = new ManifestReader();
        for (Path file : files) {
            reader.readFile(file);
        }
        return reader.checked();
    }

    /**
     * Reads text.
     *
     * @param name what to call it in problems
     * @throws ManifestException when it cannot be read or the objects do not hang together
     */
    public static Manifests read(String name, String text) {
        ManifestReader reader = new ManifestReader();
        reader.readText(name, text);
        return reader.checked();
    }

    /**
     * Reads files of a cluster that need not hang together, as when only some kinds of objects were asked for.
     *
     * @param stdin what to read where a file is called {@code -}
     * @throws ManifestException when any of them cannot be read
     */
    public static Manifests readFound(List<Path> files, Supplier<String> stdin) {
        ManifestReader reader = new ManifestReader();
        for (Path file : files) {
            if (file.toString().equals("-")) {
                reader.readText("stdin", stdin.get());
            } else {
                reader.readFile(file);
            }
        }
        if (!reader.problems.isEmpty()) {
            throw new ManifestException(reader.problems);
        }
        return new Manifests(reader.sink.objects(), reader.sink.written(), reader.sink.skipped());
    }

    /** Reads text whose objects need not hang together: a claim may be missing. */
    static ClusterObjects readLoosely(String name, String text) {
        ManifestReader reader = new ManifestReader();
        reader.readText(name, text);
        if (!reader.problems.isEmpty()) {
            throw new ManifestException(reader.problems);
        }
        return reader.sink.objects();
    }

    private Manifests checked() {
        problems.addAll(sink.incoherences());
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new Manifests(sink.objects(), sink.written(), sink.skipped());
    }

    private void readFile(Path file) {
        try {
            readText(file.toString(), Files.readString(file));
        } catch (NoSuchFileException missing) {
            problems.add(new ManifestProblem(file.toString(), 0, 0, "no such file"));
        } catch (CharacterCodingException binary) {
            problems.add(new ManifestProblem(file.toString(), 0, 0, "is not text in UTF-8"));
        } catch (IOException unreadable) {
            problems.add(new ManifestProblem(file.toString(), 0, 0, "cannot be read: " + FileReason.of(unreadable)));
        }
    }

    private void readText(String name, String text) {
        Problems its = new Problems(name);
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setCodePointLimit(LARGEST)
                .setMaxAliasesForCollections(ALIASES)
                .build();
        int before = sink.count();
        try {
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                readDocument(document, its);
            }
        } catch (MarkedYamlEngineException broken) {
            String message = "is not YAML: " + broken.getProblem();
            broken.getProblemMark().ifPresentOrElse(mark -> its.add(mark, message), () -> its.add(message));
        } catch (YamlEngineException broken) {
            its.add("is not YAML: " + broken.getMessage());
        }
        if (sink.count() == before && its.all().isEmpty()) {
            its.add("holds no Kubernetes object");
        }
        problems.addAll(its.all());
    }

    private void readDocument(Node document, Problems its) {
        Tree tree = new Tree(document, its, "");
        if (!tree.isMapping()) {
            if (!document.getTag().equals(org.snakeyaml.engine.v2.nodes.Tag.NULL)) {
                tree.problem("is not a Kubernetes object");
            }
            return;
        }
        Optional<String> kind = tree.text("kind");
        if (kind.isEmpty()) {
            tree.problem("is not a Kubernetes object: kind is missing");
        } else if (kind.get().endsWith("List") && tree.find("items").isPresent()) {
            String ofItems = kind.get().substring(0, kind.get().length() - "List".length());
            tree.items("items").forEach(item -> readObject(item, ofItems, its));
        } else if (!kind.get().equals("List")) {
            readObject(tree, kind.get(), its);
        }
    }

    /** Objects of a typed list, such as a NodeList, do not repeat their kind. */
    private void readObject(Tree tree, String kindOfList, Problems its) {
        String kind = tree.text("kind", kindOfList);
        if (!tree.isMapping() || kind.isEmpty()) {
            tree.problem("is not a Kubernetes object: kind is missing");
            return;
        }
        sink.accept(kind, tree, its);
    }
}
