package dev.brokerfall.cli;

/** Command lines that a user can copy. */
final class CommandText {

    private CommandText() {}

    /** Returns {@code word} as a shell takes it for one word. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./=:@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
