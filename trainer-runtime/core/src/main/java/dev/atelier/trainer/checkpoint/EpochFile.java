package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;

/**
 * The completed epochs of a job as one run writes them, a line of JSON each. A checkpoint names as much of the file as
 * belongs to it; what lies behind that, because the checkpoint that was to name it never came, is overwritten by the run
 * itself and read by nobody. An epoch costs its own line, and nothing is read back. Where the file system cannot write at
 * a position of a file (its provider has no {@link FileChannel}), and where the file is not as it was left, all of it is
 * rewritten under a temporary name and takes the file's place. Used by one thread at a time.
 */
final class EpochFile {
    /** Ends the file's name. */
    static final String ENDING = ".epochs.jsonl";

    private final Path file;
    private final String run;
    private MessageDigest digest = Sha256.create();
    private long bytes;
    private int epochs;

    /** The file of a run, of which nothing is written yet. */
    EpochFile(Path folder, String run) {
        this.file = folder.resolve(run + ENDING);
        this.run = run;
    }

    /** Whether it is the file of a run. */
    boolean isOf(String otherRun) {
        return run.equals(otherRun);
    }

    /**
     * Writes those epochs of a history that are not in the file yet, and forces them to the disk.
     *
     * @return the file as far as it holds this history
     * @throws IllegalArgumentException if the history is shorter than one that was written before
     */
    StoredFile write(EpochHistory history) throws IOException {
        if (history.size() < epochs) {
            throw new IllegalArgumentException(
                    "the history ends with epoch " + history.size() + ", but epoch " + epochs + " is written");
        }
        if (history.size() > epochs) {
            byte[] lines = lines(history.after(epochs));
            MessageDigest longer = copy(digest);
            longer.update(lines);
            if (epochs == 0 || !append(lines)) {
                StoredFile.write(file, epochs == 0 ? lines : lines(history.all()));
            }
            digest = longer;
            bytes += lines.length;
            epochs = history.size();
        }
        return new StoredFile(file.getFileName().toString(), bytes, Sha256.hex(copy(digest)));
    }

    /**
     * Reads epochs back.
     *
     * @param prefix as much of a file as belongs to a checkpoint
     * @throws IOException if the file is not there, or does not begin with what was written
     */
    static EpochHistory read(Path folder, StoredFile prefix) throws IOException {
        Path file = folder.resolve(prefix.name());
        ByteBuffer lines;
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (channel.size() < prefix.bytes()) {
                throw new IOException(file + " has " + channel.size() + " bytes; expected at least " + prefix.bytes());
            }
            lines = ByteBuffer.allocate(Math.toIntExact(prefix.bytes()));
            while (lines.hasRemaining() && channel.read(lines) >= 0) {
                // A channel may read less than there is room for.
            }
        }
        String found = Sha256.of(lines.array());
        if (!found.equals(prefix.sha256())) {
            throw new IOException("the first " + prefix.bytes() + " bytes of " + file + " have the SHA-256 " + found
                    + "; expected " + prefix.sha256());
        }
        try (var values = Json.MAPPER.readerFor(EpochCompleted.class).<EpochCompleted>readValues(lines.array())) {
            return EpochHistory.of(values.readAll());
        }
    }

    /** Returns whether the lines are now in the file, behind what was written before. */
    private boolean append(byte[] lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() < bytes) {
                return false;
            }
            channel.truncate(bytes);
            ByteBuffer left = ByteBuffer.wrap(lines);
            while (left.hasRemaining()) {
                channel.write(left, bytes + left.position());
            }
            channel.force(true);
            return true;
        } catch (NoSuchFileException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static byte[] lines(List<EpochCompleted> epochs) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (EpochCompleted epoch : epochs) {
            lines.writeBytes(Json.bytes(epoch));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("The SHA-256 of every JDK can be copied", e);
        }
    }
}
