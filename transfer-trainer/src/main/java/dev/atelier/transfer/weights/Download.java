package dev.atelier.transfer.weights;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;

/**
 * Brings a file over HTTP. What has come so far lies in a file of another name and is gone on from the next time, if the
 * server says that its file is still the same; under its own name the file is whole.
 */
final class Download {
    private static final int PATIENCE_MILLIS = (int) Duration.ofSeconds(30).toMillis();
    private static final int REDIRECTS_AT_MOST = 5;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final long BYTES_AT_MOST = 4L << 30;

    private final Set<String> hosts;

    /** @param hosts that may be asked, as URLs have them: with the port where it is not the usual one */
    Download(Set<String> hosts) {
        this.hosts = Set.copyOf(hosts);
    }

    /**
     * @throws WeightsException if a host may not be asked
     * @throws IOException if the file does not come
     */
    void fetch(URI source, Path target) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        Path tag = target.resolveSibling(target.getFileName() + ".tag");
        HttpURLConnection connection = open(source, partial, tag);
        boolean goesOn = connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL;
        long before = goesOn ? Files.size(partial) : 0;
        if (!goesOn) {
            Files.deleteIfExists(partial);
        }
        String entityTag = connection.getHeaderField("ETag");
        if (entityTag != null) {
            Files.writeString(tag, entityTag);
        } else {
            Files.deleteIfExists(tag);
        }
        long expected = connection.getContentLengthLong();
        long came = copy(connection, partial, goesOn);
        if (expected >= 0 && (came != expected || Files.size(partial) != before + expected)) {
            throw new IOException(
                    "the connection ended after " + (before + came) + " of " + (before + expected) + " bytes");
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(tag);
    }

    private HttpURLConnection open(URI source, Path partial, Path tag) throws IOException {
        URI next = source;
        for (int redirects = 0; redirects <= REDIRECTS_AT_MOST; redirects++) {
            requireAllowed(next);
            HttpURLConnection connection = (HttpURLConnection) next.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            if (Files.exists(partial) && Files.exists(tag)) {
                connection.setRequestProperty("Range", "bytes=" + Files.size(partial) + "-");
                connection.setRequestProperty("If-Range", Files.readString(tag, StandardCharsets.UTF_8));
            }
            int status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL) {
                return connection;
            }
            if (status == RANGE_NOT_SATISFIABLE) {
                Files.deleteIfExists(partial);
                Files.deleteIfExists(tag);
                continue;
            }
            String location = connection.getHeaderField("Location");
            if (status / 100 != 3 || location == null) {
                throw new IOException(next + " answered with status " + status);
            }
            next = next.resolve(location);
        }
        throw new IOException(source + " is redirected more than " + REDIRECTS_AT_MOST + " times");
    }

    private void requireAllowed(URI uri) throws WeightsException {
        boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
        if (!http || uri.getAuthority() == null || !hosts.contains(uri.getAuthority())) {
            throw new WeightsException(
                    "Weights may not be brought from " + uri + "; expected a URL of one of the hosts "
                            + hosts.stream().sorted().toList() + ", which atelier.transfer.hosts lists");
        }
    }

    private static long copy(HttpURLConnection connection, Path partial, boolean goesOn) throws IOException {
        StandardOpenOption how = goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        long came = 0;
        try (InputStream bytes = connection.getInputStream();
                FileChannel file =
                        FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            byte[] chunk = new byte[1 << 16];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                for (ByteBuffer left = ByteBuffer.wrap(chunk, 0, read); left.hasRemaining(); ) {
                    file.write(left);
                }
                came += read;
                if (came > BYTES_AT_MOST) {
                    throw new IOException("there are more than " + BYTES_AT_MOST + " bytes");
                }
            }
            file.force(true);
        }
        return came;
    }
}
