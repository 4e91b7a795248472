package dev.atelier.dataset.publishing.idx;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * One file of a dataset, wherever it lies. Whether it is compressed follows from its first bytes, not from its name.
 *
 * @param name what messages call it: a path or the name of a resource
 * @param opener gives the file's bytes as they are stored, each time from the beginning
 */
public record IdxFile(String name, Opener opener) {

    /** Opens the stored bytes. */
    @FunctionalInterface
    public interface Opener {
        InputStream open() throws IOException;
    }

    public static IdxFile at(Path path) {
        return new IdxFile(path.toString(), () -> Files.newInputStream(path));
    }

    /** The content, uncompressed. */
    InputStream content() throws IOException {
        BufferedInputStream stored = new BufferedInputStream(opener.open(), 1 << 16);
        try {
            stored.mark(2);
            boolean gzip = stored.read() == 0x1f && stored.read() == 0x8b;
            stored.reset();
            return gzip ? new GZIPInputStream(stored, 1 << 16) : stored;
        } catch (IOException e) {
            stored.close();
            throw e;
        }
    }
}
