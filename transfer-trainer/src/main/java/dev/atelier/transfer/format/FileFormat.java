package dev.atelier.transfer.format;

import dev.atelier.tensor.InvalidSafetensorsException;
import dev.atelier.tensor.SafetensorsFile;
import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.TensorFile.UnreadTensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which format a file of weights has, by how it begins. */
public final class FileFormat {
    private static final byte[] ZIP = {'P', 'K', 3, 4};

    private static final String UNKNOWN =
            "its format is unknown; expected a file of PyTorch's save (.pth, .pt, .ckpt) or safetensors";

    private FileFormat() {}

    /**
     * Reads what tensors there are. Time and memory are bounded by what is checked of a file, not by what it claims.
     *
     * @throws WeightsException if it has a format that is not read, or is damaged; the message names what it is
     */
    public static TensorFile open(FileChannel file, StopSignal stop) throws IOException, StoppedException {
        byte[] begin = new byte[(int) Math.min(OtherFormat.BEGIN_BYTES, file.size())];
        read(file, 0, begin.length).get(begin);
        if (startsWith(begin, ZIP)) {
            return PytorchZip.open(file, stop);
        }
        if (startsWith(begin, LegacyPytorch.MAGIC)) {
            return LegacyPytorch.open(file, stop);
        }
        if (isSafetensors(begin)) {
            return safetensors(file);
        }
        throw new WeightsException(
                OtherFormat.of(begin).map(OtherFormat::sentence).orElse(UNKNOWN));
    }

    /** The length of a header, in 64 bits, and the bracket that begins the header. */
    private static boolean isSafetensors(byte[] begin) {
        return begin.length > Long.BYTES && begin[Long.BYTES] == '{' && begin[Long.BYTES - 1] == 0;
    }

    private static boolean startsWith(byte[] begin, byte[] magic) {
        return begin.length >= magic.length && Arrays.equals(begin, 0, magic.length, magic, 0, magic.length);
    }

    private static TensorFile safetensors(FileChannel channel) throws IOException {
        SafetensorsFile file;
        try {
            file = SafetensorsFile.open(channel);
        } catch (InvalidSafetensorsException e) {
            throw new WeightsException(
                    "it is a safetensors file that is cut off or damaged: " + e.getMessage()
                            + "; download or copy it again",
                    e);
        }
        return new TensorFile() {
            @Override
            public SortedMap<String, TensorInfo> tensors() {
                return file.tensors();
            }

            @Override
            public SortedMap<String, UnreadTensor> unread() {
                return new TreeMap<>();
            }

            @Override
            public String python() {
                return "safetensors.torch.load_file(\"FILE\")";
            }

            @Override
            public Tensor read(String name) throws IOException {
                return file.read(name);
            }
        };
    }

    /** Some of a file's bytes, little-endian. */
    static ByteBuffer read(FileChannel file, long from, int bytes) throws IOException {
        if (from < 0 || bytes < 0 || from + bytes > file.size()) {
            throw new EOFException("it ends too early");
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("it ends too early");
            }
        }
        return buffer.flip();
    }
}
