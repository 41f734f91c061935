package dev.brokerfall.real;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class, and ends its process as soon as the one that started it is gone, however that came about: a parent that
 * dies closes the pipe to its children's standard input.
 *
 * <p>Runs inside the broker's process and so uses nothing but the JDK.
 */
final class Leash {

    private static final int PARENT_IS_GONE = 130;

    private Leash() {}

    /** Runs the {@code main} of the class that the first argument names with the arguments that follow. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(Leash::watch, "leash");
        watch.setDaemon(true);
        watch.start();
        Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    private static void watch() {
        try {
            while (System.in.read() >= 0) {
                // Whatever is said does not matter: the pipe is still open.
            }
        } catch (IOException closed) {
            // No different from its end.
        }
        Runtime.getRuntime().halt(PARENT_IS_GONE);
    }
}
