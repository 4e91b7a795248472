package dev.atelier.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** TCP ports of the loopback interface. */
public final class Ports {
    private static final int CONNECT_MILLIS = 200;
    /** Linux, macOS and Windows give outgoing connections higher ports by default. */
    private static final int LEAST = 10_000;

    private static final int MOST = 32_000;
    private static final int MOST_ATTEMPTS = 10_000;

    private Ports() {}

    /**
     * As many different ports as requested, each free when this was called. None is of those that the system gives to outgoing
     * connections, which could take it before the server starts.
     */
    public static List<Integer> free(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int attempt = 0; sockets.size() < count && attempt < MOST_ATTEMPTS; attempt++) {
                bind(ThreadLocalRandom.current().nextInt(LEAST, MOST)).ifPresent(sockets::add);
            }
            if (sockets.size() < count) {
                throw new IllegalStateException("fewer than " + count + " ports are free on loopback");
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            sockets.forEach(Ports::close);
        }
    }

    private static Optional<ServerSocket> bind(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, loopback()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a server could bind this port now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Connections of an earlier server that still fade out do not count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Another server that answers on the port would pass for the one about to start. */
    public static void requireFree(int port, Launch launch) {
        if (!isFree(port)) {
            throw new IllegalStateException(
                    "port " + port + " of " + launch.name() + " is taken by another process; choose another port");
        }
    }

    /** Whether a process listens on this port. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
