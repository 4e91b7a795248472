package dev.atelier.dataset.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Fetches a file over HTTP. It grows under the name {@code *.part} and gets its own name only when it is complete. Where
 * an attempt breaks off, the next goes on from there, provided the server says by its entity tag that the file is still
 * the same; attempts end when several in a row have brought nothing, or at once where the server cannot be reached.
 */
public final class Download {
    private static final Logger LOG = Logger.getLogger(Download.class);
    private static final int FRUITLESS_ATTEMPTS = 3;
    private static final int CONNECT_LIMIT_MILLIS = 10_000;
    private static final int PROGRESS_STEPS = 10;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

    private final int timeoutMillis;

    /**
     * @param timeout how long the server may be silent: when connecting, where 10 s are the most, and in a transfer
     */
    public Download(Duration timeout) {
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /**
     * Returns once the whole file is at {@code target}, which is replaced.
     *
     * @throws DatasetException if it cannot be had; what has come so far is kept for the next time
     */
    public void fetch(URI address, Path target) throws DatasetException {
        Partial partial = Partial.of(target);
        int fruitless = 0;
        while (true) {
            long before = partial.size();
            try {
                Files.createDirectories(partial.file().toAbsolutePath().getParent());
                attempt(address, partial);
                Files.move(partial.file(), target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                Files.deleteIfExists(partial.tagFile());
                return;
            } catch (IOException e) {
                fruitless = partial.size() > before ? 0 : fruitless + 1;
                if (fruitless == FRUITLESS_ATTEMPTS || e instanceof UnreachableException) {
                    throw new DatasetException(
                            "%s cannot be downloaded: %s"
                                    .formatted(
                                            address,
                                            Optional.ofNullable(e.getMessage())
                                                    .orElse(e.getClass().getSimpleName())),
                            e,
                            e instanceof FileSystemException);
                }
                LOG.infof("Download of %s broke off at %d bytes and goes on: %s", address, partial.size(), e);
            }
        }
    }

    private void attempt(URI address, Partial partial) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(Math.min(timeoutMillis, CONNECT_LIMIT_MILLIS));
        connection.setReadTimeout(timeoutMillis);
        Optional<String> tag = partial.tag();
        if (tag.isPresent() && partial.size() > 0) {
            connection.setRequestProperty("Range", "bytes=" + partial.size() + "-");
            connection.setRequestProperty("If-Range", tag.get());
        }
        try {
            connection.connect();
        } catch (IOException e) {
            throw new UnreachableException(e);
        }
        switch (connection.getResponseCode()) {
            case HttpURLConnection.HTTP_OK -> {
                partial.restart(Optional.ofNullable(connection.getHeaderField("ETag")));
                append(address, connection, partial, connection.getContentLengthLong());
            }
            case HttpURLConnection.HTTP_PARTIAL ->
                append(address, connection, partial, totalOf(connection, partial.size()));
            case RANGE_NOT_SATISFIABLE -> {
                partial.restart(Optional.empty());
                throw new IOException("the server has less than the bytes that have come");
            }
            default -> throw new IOException("the server answered with status " + connection.getResponseCode());
        }
    }

    private static long totalOf(HttpURLConnection connection, long from) throws IOException {
        String range =
                Optional.ofNullable(connection.getHeaderField("Content-Range")).orElse("");
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) != from) {
            throw new IOException("the server sent the range '" + range + "', expected one from byte " + from);
        }
        return Long.parseLong(matcher.group(2));
    }

    /** @param total size of the whole file; negative where the server does not say */
    private static void append(URI address, HttpURLConnection connection, Partial partial, long total)
            throws IOException {
        long size = partial.size();
        long step = total < 0 ? Long.MAX_VALUE : Math.max(1, total / PROGRESS_STEPS);
        long next = total < 0 ? Long.MAX_VALUE : (size / step + 1) * step;
        try (InputStream body = connection.getInputStream();
                OutputStream out =
                        Files.newOutputStream(partial.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                write(out, buffer, read, partial.file());
                size += read;
                if (size >= next) {
                    LOG.infof("Downloading %s: %d of %d bytes", address, size, total);
                    next = (size / step + 1) * step;
                }
            }
        }
        if (total >= 0 && size != total) {
            throw new IOException("%d bytes have come, expected %d".formatted(size, total));
        }
    }

    private static void write(OutputStream out, byte[] buffer, int length, Path file) throws FileSystemException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            FileSystemException failure = new FileSystemException(file.toString(), null, e.getMessage());
            failure.initCause(e);
            throw failure;
        }
    }

    /** There is no way to the server at present, so that trying again at once is of no use. */
    private static final class UnreachableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreachableException(IOException cause) {
            super("the server cannot be reached (" + cause + ")", cause);
        }
    }

    /** What has come so far, and the entity tag of the file that it is a part of. */
    private record Partial(Path file, Path tagFile) {
        static Partial of(Path target) {
            return new Partial(
                    target.resolveSibling(target.getFileName() + ".part"),
                    target.resolveSibling(target.getFileName() + ".part.etag"));
        }

        long size() {
            try {
                return Files.size(file);
            } catch (IOException e) {
                return 0;
            }
        }

        Optional<String> tag() throws IOException {
            try {
                return Optional.of(Files.readString(tagFile)).filter(tag -> !tag.startsWith("W/"));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }

        void restart(Optional<String> newTag) throws IOException {
            Files.deleteIfExists(file);
            Files.deleteIfExists(tagFile);
            if (newTag.isPresent()) {
                Files.writeString(tagFile, newTag.get());
            }
        }
    }
}
