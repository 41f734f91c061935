package dev.brokerfall.real;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;

/**
 * Free ports, chosen when they are needed.
 *
 * <p>They lie below the range from which Linux takes the near ends of connections (32768 and up). A port of that range could be taken
 * by a client while its broker is down, even by one that connects to itself.
 */
final class Ports {

    private static final int FIRST = 15_000;
    private static final int LAST = 32_000;

    private final Random random = new Random();
    private final Set<Integer> given = new HashSet<>();

    /** Returns a port that nobody listens on and that was not returned before. */
    synchronized int next() {
        for (int attempt = 0; attempt < LAST - FIRST; attempt++) {
            int port = FIRST + random.nextInt(LAST - FIRST);
            if (isFree(port) && given.add(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between %s and %s".formatted(FIRST, LAST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
