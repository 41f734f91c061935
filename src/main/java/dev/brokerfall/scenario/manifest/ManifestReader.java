package dev.brokerfall.scenario.manifest;

import dev.brokerfall.scenario.text.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
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

    private final IdentityHashMap<Node, String> lists = new IdentityHashMap<>();
    private int objects;
    private final ObjectSink sink;
    private final List<ManifestProblem> problems = new ArrayList<>();

    private ManifestReader(ObjectSink sink) {
        this.sink = sink;
    }

    /**
     * Reads files.
     *
     * @throws ManifestException when any of them cannot be read or the objects do not hang together
     */
    public static Manifests read(List<Path> files) {
        ManifestReader reader = new ManifestReader(new ObjectSink(false));
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
        ManifestReader reader = new ManifestReader(new ObjectSink(false));
        reader.readText(name, text);
        return reader.checked();
    }

    /**
     * Reads files of a cluster that need not hang together, as when only some kinds of objects were asked for, and keeps what is
     * written in them.
     *
     * @param stdin what to read where a file is called {@code -}
     * @throws ManifestException when any of them cannot be read
     */
    public static Manifests readFound(List<Path> files, InputStream stdin) {
        return readFound(new ObjectSink(true), files, stdin);
    }

    /**
     * Reads files, and {@code stdin} for {@code -}, whose objects need not hang together: a pod's node may be gone, and its claim may
     * not be there.
     *
     * @throws ManifestException when any of them cannot be read
     */
    public static Manifests readAsFound(List<Path> files, InputStream stdin) {
        return readFound(new ObjectSink(false), files, stdin);
    }

    /** What is named twice is read once: stdin has nothing left the second time. */
    private static Manifests readFound(ObjectSink sink, List<Path> files, InputStream stdin) {
        ManifestReader reader = new ManifestReader(sink);
        for (Path file : files.stream().distinct().toList()) {
            if (file.toString().equals("-")) {
                reader.readBytes("stdin", stdin::readAllBytes);
            } else {
                reader.readFile(file);
            }
        }
        return reader.found();
    }

    /** Reads text whose objects need not hang together. */
    static Manifests readAsFound(String name, String text) {
        ManifestReader reader = new ManifestReader(new ObjectSink(false));
        reader.readText(name, text);
        return reader.found();
    }

    private Manifests found() {
        if (!problems.isEmpty()) {
            throw new ManifestException(problems);
        }
        return new Manifests(sink.objects(), sink.written(), sink.skipped(), sink.missing(), sink.notJudged());
    }

    private Manifests checked() {
        problems.addAll(sink.missing());
        return found();
    }

    private void readFile(Path file) {
        readBytes(file.toString(), () -> Files.readAllBytes(file));
    }

    private void readBytes(String name, Bytes bytes) {
        try {
            readText(name, decoded(bytes.read()));
        } catch (NoSuchFileException missing) {
            problems.add(new ManifestProblem(name, 0, 0, "no such file"));
        } catch (CharacterCodingException binary) {
            problems.add(new ManifestProblem(name, 0, 0, "is not text in UTF-8"));
        } catch (IOException unreadable) {
            problems.add(new ManifestProblem(name, 0, 0, "cannot be read: " + FileReason.of(unreadable)));
        }
    }

    /** Text is UTF-8, or what its byte order mark says: PowerShell writes {@code kubectl get … > file} as UTF-16. */
    private static String decoded(byte[] bytes) throws CharacterCodingException {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        Charset charset = switch (mark) {
            case 0xfffe -> StandardCharsets.UTF_16LE;
            case 0xfeff -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.UTF_8;
        };
        String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void readText(String name, String text) {
        Problems its = new Problems(name);
        LoadSettings settings =
                LoadSettings.builder().setLabel(name).setCodePointLimit(LARGEST).build();
        int before = objects;
        try {
            DocumentReader.read(settings, text, new DocumentReader.Listener() {
                @Override
                public void item(Node item, int index) {
                    readObject(new Tree(item, its, "items[" + index + "]"), "", its);
                }

                @Override
                public void document(Node document, boolean itemsTold) {
                    readDocument(document, itemsTold, its);
                }
            });
        } catch (MarkedYamlEngineException broken) {
            String message = "is not YAML: " + broken.getProblem();
            broken.getProblemMark().ifPresentOrElse(mark -> its.add(mark, message), () -> its.add(message));
        } catch (YamlEngineException broken) {
            its.add("is not YAML: " + broken.getMessage());
        } catch (StackOverflowError nested) {
            // The parser has no bound of its own and descends once for each level.
            its.add("is nested too deeply to be a manifest");
        }
        if (objects == before && its.all().isEmpty()) {
            its.add("holds no Kubernetes object");
        }
        problems.addAll(its.all());
    }

    private void readDocument(Node document, boolean itemsTold, Problems its) {
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
        } else if (itemsTold && !kind.get().endsWith("List")) {
            tree.problem("a " + kind.get() + " is no List, and yet has items with kinds of their own");
        } else {
            objects++;
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
        if (!kind.equals("List")
                && !(kind.endsWith("List") && tree.find("items").isPresent())) {
            sink.accept(kind, tree, its);
        } else if (lists.put(tree.node(), kind) == null) {
            String ofItems = kind.substring(0, kind.length() - "List".length());
            tree.items("items").forEach(item -> readObject(item, ofItems, its));
        } else {
            // Lists of lists by aliases can grow without bound, and one may hold itself.
            tree.problem("this List is read a second time by an alias");
        }
    }

    /** What is read from somewhere. */
    private interface Bytes {
        byte[] read() throws IOException;
    }
}
