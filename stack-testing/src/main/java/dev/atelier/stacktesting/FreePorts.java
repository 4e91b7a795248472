package dev.atelier.stacktesting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds rows of ports on which nothing listens. */
final class FreePorts {
    private static final int ATTEMPTS = 100;

    private FreePorts() {}

    /** The first of {@code count} successive ports that are free now, from 20,000 to 30,000. */
    static int row(int count) {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 30_000))
                .limit(ATTEMPTS)
                .filter(base -> IntStream.range(base, base + count).allMatch(FreePorts::isFree))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no free row of " + count + " ports"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
