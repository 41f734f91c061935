package dev.brokerfall.catalogue;

/** How far a value can be trusted. */
public enum Label {
    /** The source says so. */
    STATED("stated"),
    /** Worked out from what sources say. */
    DERIVED("derived"),
    /** A reasoned choice within what sources say. */
    INFERRED("inferred"),
    /** A place-holder: no source was found. */
    UNKNOWN("unknown");

    private final String word;

    Label(String word) {
        this.word = word;
    }

    /** Returns the word that catalogue files and results use. */
    public String word() {
        return word;
    }
}
