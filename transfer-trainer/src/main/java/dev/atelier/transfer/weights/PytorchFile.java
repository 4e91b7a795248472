package dev.atelier.transfer.weights;

import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.weights.Pickled.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tensors in a file that PyTorch's {@code save} wrote: a zip with a pickle that lists them and a file of little-endian
 * numbers for each storage. Of PyTorch's types it knows float32 and int64.
 */
final class PytorchFile implements TensorFile {
    /** How many numbers of its storage a tensor may span for each of its own: a view with gaps is read gaps and all. */
    private static final int SPAN_AT_MOST = 16;

    private static final int PIECE_BYTES = 1 << 20;

    private final FileChannel file;
    private final StoredZip zip;
    private final String root;
    private final SortedMap<String, View> views;

    private PytorchFile(FileChannel file, StoredZip zip, StopSignal stop) throws IOException, StoppedException {
        this.file = file;
        this.zip = zip;
        this.root = root(zip);
        StoredZip.Entry pickle = zip.entry(root + "data.pkl");
        if (pickle.bytes() > TensorPickle.BYTES_AT_MOST) {
            throw new WeightsException(
                    "its data.pkl has " + pickle.bytes() + " bytes; expected at most " + TensorPickle.BYTES_AT_MOST);
        }
        this.views = TensorPickle.read(
                StoredZip.read(file, zip.begin(pickle), (int) pickle.bytes()).array(), stop);
    }

    static PytorchFile open(FileChannel file, StopSignal stop) throws IOException, StoppedException {
        return new PytorchFile(file, StoredZip.open(file), stop);
    }

    private static String root(StoredZip zip) throws WeightsException {
        for (String name : zip.names()) {
            if (name.endsWith("/data.pkl")) {
                return name.substring(0, name.length() - "data.pkl".length());
            }
        }
        throw new WeightsException("it has no data.pkl, so PyTorch's save did not write it");
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        SortedMap<String, TensorInfo> tensors = new TreeMap<>();
        views.forEach((name, view) -> tensors.put(name, new TensorInfo(type(view), view.shape())));
        return tensors;
    }

    private static String type(View view) {
        return switch (view.storage().type()) {
            case "FloatStorage" -> "F32";
            case "LongStorage" -> "I64";
            default -> WeightsException.shown(view.storage().type());
        };
    }

    @Override
    public Tensor read(String name) throws IOException {
        View view = Objects.requireNonNull(views.get(name), name);
        return switch (type(view)) {
            case "F32" -> {
                float[] values = new float[size(name, view)];
                ByteBuffer numbers = numbers(name, view, values.length, Float.BYTES);
                for (int i = 0; i < values.length; i++) {
                    values[i] = numbers.getFloat(place(i, view) * Float.BYTES);
                }
                yield new Tensor.F32(view.shape(), values);
            }
            case "I64" -> {
                long[] values = new long[size(name, view)];
                ByteBuffer numbers = numbers(name, view, values.length, Long.BYTES);
                for (int i = 0; i < values.length; i++) {
                    values[i] = numbers.getLong(place(i, view) * Long.BYTES);
                }
                yield new Tensor.I64(view.shape(), values);
            }
            default ->
                throw new WeightsException("its tensor " + WeightsException.shown(name) + " is of PyTorch's type "
                        + type(view) + ", but only FloatStorage and LongStorage are read");
        };
    }

    /** Number of values; as the storage has at least as many numbers, what is made of them is no larger than the file. */
    private int size(String name, View view) throws IOException {
        long size = 1;
        for (int length : view.shape()) {
            size = Math.min(size * length, Integer.MAX_VALUE);
        }
        long has = view.storage().size();
        if (view.offset() < 0 || size > has || (size > 0 && span(view) > has - view.offset())) {
            throw new WeightsException("its tensor " + WeightsException.shown(name) + " of shape " + view.shape()
                    + " reaches beyond the " + has + " numbers of its storage");
        }
        int bytesEach = view.storage().type().equals("LongStorage") ? Long.BYTES : Float.BYTES;
        long bytes = zip.entry(root + "data/" + view.storage().key()).bytes();
        if (bytes % bytesEach != 0 || bytes / bytesEach != has) {
            throw new WeightsException("the numbers of its tensor " + WeightsException.shown(name) + " take " + bytes
                    + " bytes; expected " + has + " times " + bytesEach);
        }
        return (int) size;
    }

    /** Number of numbers from the tensor's first to its last in the storage. */
    private static long span(View view) {
        double last = 0;
        for (int i = 0; i < view.shape().size(); i++) {
            last += Math.max(0, view.shape().get(i) - 1.0) * view.strides().get(i);
        }
        return last < 1L << 52 ? (long) last + 1 : Long.MAX_VALUE;
    }

    /** The numbers of the storage from the tensor's first to its last. */
    private ByteBuffer numbers(String name, View view, int size, int bytesEach) throws IOException {
        if (size == 0) {
            return ByteBuffer.allocate(0);
        }
        long span = span(view);
        if (span > (long) SPAN_AT_MOST * size || span * bytesEach > Integer.MAX_VALUE - PIECE_BYTES) {
            throw new WeightsException("its tensor " + WeightsException.shown(name) + " is spread over " + span
                    + " numbers of its storage; save a contiguous copy of it");
        }
        long begin = zip.begin(zip.entry(root + "data/" + view.storage().key()));
        return StoredZip.read(file, begin + view.offset() * bytesEach, (int) (span * bytesEach));
    }

    /** Where among the tensor's numbers that of a row-major index lies. */
    private static int place(int index, View view) {
        List<Integer> shape = view.shape();
        long place = 0;
        int rest = index;
        for (int dimension = shape.size() - 1; dimension >= 0; dimension--) {
            place += (long) (rest % shape.get(dimension)) * view.strides().get(dimension);
            rest /= shape.get(dimension);
        }
        return (int) place;
    }
}
