package dev.atelier.transfer.weights;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of weights that a job requested, open: the bytes that were digested are the ones that are read. Closing it
 * releases it.
 */
public final class FoundWeights implements AutoCloseable {
    private final FileChannel file;
    private final String source;
    private final String sha256;
    private final Runnable end;

    private FoundWeights(FileChannel file, String source, String sha256, Runnable end) {
        this.file = file;
        this.source = source;
        this.sha256 = sha256;
        this.end = end;
    }

    /**
     * Opens and digests a file.
     *
     * @param source as messages may have it
     * @param end runs when these are closed
     */
    static FoundWeights open(Path path, String source, Runnable end, StopSignal stop)
            throws IOException, StoppedException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        boolean digested = false;
        try {
            FoundWeights found = new FoundWeights(file, source, WeightsFile.sha256(file, stop), end);
            digested = true;
            return found;
        } finally {
            if (!digested) {
                file.close();
            }
        }
    }

    FileChannel file() {
        return file;
    }

    /** Where they are from, as messages may have it. */
    public String source() {
        return source;
    }

    /** SHA-256 of all bytes. */
    public String sha256() {
        return sha256;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end.run();
        }
    }
}
