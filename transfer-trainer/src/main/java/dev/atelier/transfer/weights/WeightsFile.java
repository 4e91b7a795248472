package dev.atelier.transfer.weights;

import dev.atelier.contracts.Sha256;
import dev.atelier.djl.network.Op;
import dev.atelier.tensor.InvalidSafetensorsException;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.FileFormat;
import dev.atelier.transfer.format.WeightsException;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;

/** Files of tensors by name, PyTorch's or safetensors: their digest, and what a network needs of them. */
public final class WeightsFile {
    private static final int CHUNK_BYTES = 1 << 18;

    private WeightsFile() {}

    /**
     * Reads the tensors that operations need, of all that a file has.
     *
     * @throws WeightsException if it is damaged, or does not have them
     * @throws IOException if the disk does not deliver it, which is no fault of the file
     */
    public static SortedMap<String, Tensor> read(FoundWeights found, List<Op> ops, StopSignal stop)
            throws IOException, StoppedException {
        try {
            return Expected.select(ops, FileFormat.open(found.file(), stop), stop);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (WeightsException | InvalidSafetensorsException | EOFException | RuntimeException e) {
            throw new WeightsException("The weights in " + found.source() + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The file's SHA-256 in hexadecimal. */
    static String sha256(FileChannel file, StopSignal stop) throws IOException, StoppedException {
        MessageDigest digest = Sha256.create();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = 0; ; at += chunk.limit()) {
            stop.check();
            if (file.read(chunk.clear(), at) < 0) {
                return Sha256.hex(digest);
            }
            digest.update(chunk.flip());
        }
    }
}
