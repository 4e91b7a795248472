package dev.atelier.transfer.weights;

import dev.atelier.trainer.checkpoint.Tensor;
import dev.atelier.transfer.weights.TensorPickle.View;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Tensors in a file that PyTorch's {@code save} wrote: a zip with a pickle that lists them and a file of little-endian
 * numbers for each storage. Of PyTorch's types it knows float32 and int64.
 */
final class PytorchFile implements AutoCloseable {
    private static final long PICKLE_BYTES_AT_MOST = 16 << 20;
    private static final int ENTRIES_AT_MOST = 100_000;

    private final ZipFile zip;
    private final String root;
    private final Map<String, ByteBuffer> storages = new HashMap<>();

    private PytorchFile(ZipFile zip) throws IOException {
        this.zip = zip;
        String pickle = zip.stream()
                .limit(ENTRIES_AT_MOST)
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith("/data.pkl"))
                .findFirst()
                .orElseThrow(() -> new WeightsException("it has no data.pkl, so PyTorch's save did not write it"));
        this.root = pickle.substring(0, pickle.length() - "data.pkl".length());
    }

    static SortedMap<String, Tensor> load(Path file) throws IOException {
        try (PytorchFile opened = new PytorchFile(new ZipFile(file.toFile()))) {
            return opened.tensors();
        } catch (ZipException e) {
            throw new WeightsException("it is no whole zip file: " + e.getMessage(), e);
        }
    }

    private SortedMap<String, Tensor> tensors() throws IOException {
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (var entry :
                TensorPickle.read(bytes("data.pkl", PICKLE_BYTES_AT_MOST)).entrySet()) {
            tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue()));
        }
        return tensors;
    }

    private Tensor tensor(String name, View view) throws IOException {
        return switch (view.storage().type()) {
            case "FloatStorage" -> {
                var numbers = storage(name, view, Float.BYTES).asFloatBuffer();
                int[] places = places(name, view);
                float[] values = new float[places.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = numbers.get(places[i]);
                }
                yield new Tensor.F32(view.shape(), values);
            }
            case "LongStorage" -> {
                var numbers = storage(name, view, Long.BYTES).asLongBuffer();
                int[] places = places(name, view);
                long[] values = new long[places.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = numbers.get(places[i]);
                }
                yield new Tensor.I64(view.shape(), values);
            }
            default ->
                throw new WeightsException("its tensor " + name + " is of PyTorch's type "
                        + view.storage().type() + ", but only FloatStorage and LongStorage are read");
        };
    }

    /** PyTorch stores without compression, so nothing can be larger than the file. */
    private ZipEntry entry(String name) throws WeightsException {
        ZipEntry entry = zip.getEntry(root + name);
        if (entry == null) {
            throw new WeightsException("it has no " + name);
        }
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
            throw new WeightsException("its " + name + " is compressed, which PyTorch's save does not do");
        }
        return entry;
    }

    /** Where in the storage the tensor's numbers lie, in row-major order. */
    private static int[] places(String name, View view) throws WeightsException {
        long size = 1;
        long last = view.offset();
        for (int i = 0; i < view.shape().size(); i++) {
            int length = view.shape().get(i);
            size = Math.min(size * length, Integer.MAX_VALUE);
            last += Math.max(0, length - 1L) * view.strides().get(i);
        }
        long has = view.storage().size();
        if (view.offset() < 0 || size > has || (size > 0 && last >= has)) {
            throw new WeightsException("its tensor " + name + " of shape " + view.shape() + " reaches beyond the " + has
                    + " numbers of its storage");
        }
        int[] places = new int[(int) size];
        for (int i = 0; i < places.length; i++) {
            places[i] = place(i, view);
        }
        return places;
    }

    private static int place(int index, View view) {
        List<Integer> shape = view.shape();
        long place = view.offset();
        int rest = index;
        for (int dimension = shape.size() - 1; dimension >= 0; dimension--) {
            place += (long) (rest % shape.get(dimension)) * view.strides().get(dimension);
            rest /= shape.get(dimension);
        }
        return (int) place;
    }

    /** The numbers that are there, as many as the pickle claims: only then is anything made that is as large. */
    private ByteBuffer storage(String name, View view, int bytesEach) throws IOException {
        String key = view.storage().key();
        ByteBuffer numbers = storages.get(key);
        if (numbers == null) {
            numbers = ByteBuffer.wrap(bytes("data/" + key, Integer.MAX_VALUE)).order(ByteOrder.LITTLE_ENDIAN);
            storages.put(key, numbers);
        }
        if (numbers.capacity() % bytesEach != 0
                || numbers.capacity() / bytesEach != view.storage().size()) {
            throw new WeightsException("the numbers of its tensor " + name + " take " + numbers.capacity()
                    + " bytes; expected " + view.storage().size() + " times " + bytesEach);
        }
        return numbers;
    }

    private byte[] bytes(String name, long atMost) throws IOException {
        ZipEntry entry = entry(name);
        if (entry.getSize() > atMost) {
            throw new WeightsException(
                    "its " + name + " has " + entry.getSize() + " bytes; expected at most " + atMost);
        }
        try (InputStream bytes = zip.getInputStream(entry)) {
            return bytes.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, Math.max(0, entry.getSize())));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
