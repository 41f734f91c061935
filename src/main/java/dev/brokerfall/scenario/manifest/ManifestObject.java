package dev.brokerfall.scenario.manifest;

/**
 * An object as it is written, of whatever kind.
 *
 * @param namespace {@code default} where none is given
 * @param tree all of it
 */
public record ManifestObject(String kind, String namespace, String name, Tree tree) {

    /** Returns {@code namespace/name}. */
    public String id() {
        return namespace + "/" + name;
    }

    /** Returns where it stands, as {@code file:line}. */
    public String place() {
        return tree.place();
    }
}
