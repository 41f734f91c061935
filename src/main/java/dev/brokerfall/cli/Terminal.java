package dev.brokerfall.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where the program speaks: data on stdout, progress and messages on stderr, both in UTF-8.
 *
 * @param bytes stdout as bytes, for pictures
 * @param out data
 * @param err progress and messages
 * @param colour whether stdout takes colour
 * @param live whether stderr is a terminal on which a line can be written over
 */
record Terminal(OutputStream bytes, PrintWriter out, PrintWriter err, boolean colour, boolean live) {

    /** Set by the launcher, which can see it: which of {@code out} and {@code err} are terminals. */
    private static final String TERMINALS = "brokerfall.terminals";

    /** Returns the terminal of this process. */
    static Terminal standard(Stdout out) {
        String terminals = System.getProperty(TERMINALS, "");
        return new Terminal(
                out,
                utf8(out),
                utf8(new FileOutputStream(FileDescriptor.err)),
                terminals.contains("out") && takesColour(System.getenv()),
                terminals.contains("err") && !"dumb".equals(System.getenv("TERM")));
    }

    /** See https://no-color.org: any value of NO_COLOR that is not empty forbids it. */
    private static boolean takesColour(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    private static PrintWriter utf8(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
