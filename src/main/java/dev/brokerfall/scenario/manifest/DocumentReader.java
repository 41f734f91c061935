package dev.brokerfall.scenario.manifest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * Takes a text apart into documents, and a document that is a list into its items one by one. {@code kubectl get … -A -o yaml}
 * prints one list of all; as a tree it takes thirty times its size, so that only one item is held at a time.
 */
final class DocumentReader {

    private static final String ITEMS = "items";

    private final Iterator<Event> events;
    private final ScalarResolver resolver;
    private final Listener listener;
    private final Map<Anchor, Node> anchors = new LinkedHashMap<>();

    /** Hears of what is read. */
    interface Listener {

        /** An object of the list that a document holds, which says its kind. */
        void item(Node item, int index);

        /** A document, without the items that were told already. */
        void document(Node document, boolean itemsTold);
    }

    private DocumentReader(LoadSettings settings, String text, Listener listener) {
        this.events = new Parse(settings).parseString(text).iterator();
        this.resolver = settings.getSchema().getScalarResolver();
        this.listener = listener;
    }

    static void read(LoadSettings settings, String text, Listener listener) {
        DocumentReader reader = new DocumentReader(settings, text, listener);
        while (reader.events.hasNext()) {
            if (reader.events.next() instanceof DocumentStartEvent) {
                reader.document();
            }
        }
    }

    private void document() {
        anchors.clear();
        Event root = events.next();
        if (root instanceof MappingStartEvent mapping) {
            List<NodeTuple> tuples = new ArrayList<>();
            MappingNode node = mapping(mapping, tuples);
            boolean told = false;
            for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
                Node keyNode = node(key);
                Event value = events.next();
                if (value instanceof SequenceStartEvent sequence
                        && sequence.getAnchor().isEmpty()
                        && keyNode instanceof ScalarNode scalar
                        && scalar.getValue().equals(ITEMS)) {
                    List<Node> untold = new ArrayList<>();
                    told |= items(untold);
                    tuples.add(new NodeTuple(keyNode, sequence(sequence, untold)));
                } else {
                    tuples.add(new NodeTuple(keyNode, node(value)));
                }
            }
            listener.document(node, told);
        } else {
            listener.document(node(root), false);
        }
    }

    private boolean items(List<Node> untold) {
        int index = 0;
        boolean told = false;
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            Node item = node(event);
            if (hasKind(item)) {
                listener.item(item, index);
                told = true;
            } else {
                untold.add(item);
            }
            index++;
        }
        return told;
    }

    private static boolean hasKind(Node node) {
        return node instanceof MappingNode mapping
                && mapping.getValue().stream()
                        .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals("kind"));
    }

    private Node node(Event event) {
        if (event instanceof AliasEvent alias) {
            Node node = anchors.get(alias.getAlias());
            if (node == null) {
                throw new ComposerException("found undefined alias " + alias.getAlias(), event.getStartMark());
            }
            return node;
        }
        if (event instanceof ScalarEvent scalar) {
            String word = scalar.getTag().orElse("!");
            Tag tag = scalar.getTag().isPresent() && !word.equals("!")
                    ? new Tag(word)
                    : resolver.resolve(scalar.getValue(), scalar.getImplicit().canOmitTagInPlainScalar());
            return anchored(
                    scalar,
                    new ScalarNode(
                            tag,
                            true,
                            scalar.getValue(),
                            scalar.getScalarStyle(),
                            scalar.getStartMark(),
                            Optional.empty()));
        }
        if (event instanceof SequenceStartEvent start) {
            List<Node> members = new ArrayList<>();
            SequenceNode sequence = sequence(start, members);
            for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
                members.add(node(next));
            }
            return sequence;
        }
        MappingStartEvent start = (MappingStartEvent) event;
        List<NodeTuple> tuples = new ArrayList<>();
        MappingNode mapping = mapping(start, tuples);
        for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
            Node keyNode = node(key);
            tuples.add(new NodeTuple(keyNode, node(events.next())));
        }
        return mapping;
    }

    /** A collection is known by its anchor before it is complete: it may hold itself. */
    private SequenceNode sequence(SequenceStartEvent start, List<Node> members) {
        return anchored(
                start,
                new SequenceNode(Tag.SEQ, true, members, start.getFlowStyle(), start.getStartMark(), Optional.empty()));
    }

    private MappingNode mapping(MappingStartEvent start, List<NodeTuple> tuples) {
        return anchored(
                start,
                new MappingNode(Tag.MAP, true, tuples, start.getFlowStyle(), start.getStartMark(), Optional.empty()));
    }

    private <N extends Node> N anchored(NodeEvent event, N node) {
        event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        return node;
    }
}
