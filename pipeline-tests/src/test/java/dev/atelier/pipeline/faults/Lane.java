package dev.atelier.pipeline.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The only way of one service to one server: a TCP proxy that a test can close. A closed lane resets every connection; a
 * stalled one takes connections and bytes but passes nothing on, as a network that drops packets does.
 */
final class Lane implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    /** What a lane does with traffic. */
    enum State {
        OPEN,
        STALLED,
        CLOSED
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private State state = State.OPEN;

    /** A lane to this port of the loopback interface. */
    Lane(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port for a lane to " + target, e);
        }
        Thread.ofVirtual().name("lane to " + target).start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes effect at once; connections do not survive a change to {@link State#CLOSED}. */
    void set(State next) {
        synchronized (this) {
            state = next;
            notifyAll();
        }
        if (next == State.CLOSED) {
            reset();
        }
    }

    /** Ends every connection the hard way; new ones are possible as far as the state allows. */
    void reset() {
        sockets.forEach(Lane::abort);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                if (isClosed()) {
                    drop(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) {
        try {
            awaitOpen();
            Socket onward = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(onward);
            client.setTcpNoDelay(true);
            onward.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> pass(client, onward));
            pass(onward, client);
        } catch (IOException | InterruptedException e) {
            drop(client);
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            int read = from.getInputStream().read(buffer);
            while (read >= 0) {
                awaitOpen();
                to.getOutputStream().write(buffer, 0, read);
                read = from.getInputStream().read(buffer);
            }
        } catch (IOException | InterruptedException e) {
            // Either side has gone, and takes the other one with it.
        } finally {
            drop(from);
            drop(to);
        }
    }

    private synchronized boolean isClosed() {
        return state == State.CLOSED;
    }

    private synchronized void awaitOpen() throws InterruptedException, IOException {
        while (state == State.STALLED) {
            wait();
        }
        if (state == State.CLOSED) {
            throw new IOException("the lane is closed");
        }
    }

    private void drop(Socket socket) {
        sockets.remove(socket);
        abort(socket);
    }

    private static void abort(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already, which is all that was asked for.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set(State.CLOSED);
    }
}
