package dev.brokerfall.unit;

/** A text that should be a quantity and is not: what was found, and what would be right. */
public final class QuantityException extends IllegalArgumentException {

    private final String help;

    /**
     * Says what is wrong.
     *
     * @param message what was found
     * @param help what would be right
     */
    public QuantityException(String message, String help) {
        super(message);
        this.help = help;
    }

    /** Returns what would be right. */
    public String help() {
        return help;
    }
}
