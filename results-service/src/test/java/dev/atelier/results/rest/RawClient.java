package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** A client that sends any name of the host, reads only as far as requested, and may hang up. */
final class RawClient implements AutoCloseable {
    private static final int RECEIVE_BUFFER = 4096;
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Socket socket = new Socket();

    RawClient(URI service) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), service.getPort()));
    }

    /** @param headers lines, that of the host among them */
    void request(String method, String path, String... headers) throws IOException {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        socket.getOutputStream()
                .write("%s %s HTTP/1.1\r\n%sContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .formatted(method, path, lines)
                        .getBytes(ISO_8859_1));
    }

    /** Reads as far as some text, and no further. */
    String readTo(String text) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.length() < text.length() || read.indexOf(text, read.length() - text.length()) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The answer ends without '" + text + "': " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Reads whatever still comes before the service ends the answer. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
