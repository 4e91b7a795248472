package dev.atelier.transfer.weights;

import dev.atelier.trainer.checkpoint.Safetensors;
import dev.atelier.trainer.checkpoint.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;

/** A file of tensors by name, PyTorch's or safetensors, whichever its first bytes say. */
public final class WeightsFile {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int CHUNK_BYTES = 1 << 16;

    private WeightsFile() {}

    /**
     * Reads the tensors of a file.
     *
     * @throws WeightsException if it is damaged, or holds something else than tensors
     */
    public static SortedMap<String, Tensor> read(Path file) throws WeightsException {
        try (InputStream bytes = Files.newInputStream(file)) {
            boolean zip = Arrays.equals(bytes.readNBytes(ZIP.length), ZIP);
            return zip ? PytorchFile.load(file) : Safetensors.load(file);
        } catch (IOException | RuntimeException e) {
            throw new WeightsException("The weights in " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** The file's SHA-256 in hexadecimal. */
    public static String sha256(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read = bytes.read(chunk); read >= 0; read = bytes.read(chunk)) {
                digest.update(chunk, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
