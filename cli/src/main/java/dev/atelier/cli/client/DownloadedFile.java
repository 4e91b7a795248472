package dev.atelier.cli.client;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file on its way from a service.
 *
 * @param bytes how many there will be; -1 where it is not known
 */
public record DownloadedFile(InputStream in, long bytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        in.close();
    }
}
