package dev.atelier.transfer.format;

import dev.atelier.tensor.ElementType;
import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import dev.atelier.transfer.format.Pickled.View;
import dev.atelier.transfer.format.TensorFile.UnreadTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tensors as views of storages, which lie in a file as little-endian numbers. */
final class StorageReader implements TensorFile {
    /** How many numbers of its storage a tensor may span for each of its own: a view with gaps is read gaps and all. */
    private static final int SPAN_AT_MOST = 16;

    private static final int PIECE_BYTES = 1 << 20;

    private final FileChannel file;
    private final PickledTensors tensors;
    private final Storages storages;

    /**
     * The bytes of a storage in the file.
     *
     * @param begin of the first
     */
    record Place(long begin, long bytes) {}

    /** Where storages lie. */
    interface Storages {
        /** @throws WeightsException if there is none of this key */
        Place find(String key) throws IOException;
    }

    StorageReader(FileChannel file, PickledTensors tensors, Storages storages) {
        this.file = file;
        this.tensors = tensors;
        this.storages = storages;
    }

    @Override
    public SortedMap<String, TensorInfo> tensors() {
        SortedMap<String, TensorInfo> infos = new TreeMap<>();
        tensors.views()
                .forEach((name, view) ->
                        infos.put(name, new TensorInfo(StorageType.name(view.storage()), view.shape())));
        return infos;
    }

    @Override
    public SortedMap<String, UnreadTensor> unread() {
        return tensors.unread();
    }

    @Override
    public String python() {
        return "torch.load(\"FILE\", map_location=\"cpu\", weights_only=False)";
    }

    @Override
    public Tensor read(String name) throws IOException {
        View view = Objects.requireNonNull(tensors.views().get(name), name);
        ElementType type = StorageType.of(view.storage())
                .filter(known -> known == ElementType.I64 || known.isReadAsFloat())
                .orElseThrow(() -> new WeightsException("its tensor " + WeightsException.shown(name) + " has the type "
                        + StorageType.name(view.storage()) + "; expected floating point numbers"));
        int size = size(name, view, type);
        ByteBuffer numbers = numbers(name, view, size, type.bytes());
        if (type == ElementType.I64) {
            long[] values = new long[size];
            for (int i = 0; i < size; i++) {
                values[i] = numbers.getLong(place(i, view) * Long.BYTES);
            }
            return new Tensor.I64(view.shape(), values);
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = type.readFloat(numbers, place(i, view) * type.bytes());
        }
        return new Tensor.F32(view.shape(), values);
    }

    /** Number of values; the storage has all of them, and repeats some where a stride is 0. */
    private int size(String name, View view, ElementType type) throws IOException {
        long size = 1;
        for (int length : view.shape()) {
            size = Math.min(size * length, Integer.MAX_VALUE);
        }
        long bytes = storages.find(view.storage().key()).bytes();
        long has = bytes / type.bytes();
        if (bytes % type.bytes() != 0 || has < view.storage().size()) {
            throw new WeightsException("it is damaged: the numbers of its tensor " + WeightsException.shown(name)
                    + " take " + bytes + " bytes; expected " + view.storage().size() + " times " + type.bytes());
        }
        if (size == Integer.MAX_VALUE || (size > 0 && (view.offset() > has || span(view) > has - view.offset()))) {
            throw new WeightsException("its tensor " + WeightsException.shown(name) + " of shape " + view.shape()
                    + " reaches beyond the " + has + " numbers of its storage; " + WeightsException.SAVE_CONTIGUOUS);
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
                    + " numbers of its storage; " + WeightsException.SAVE_CONTIGUOUS);
        }
        long begin = storages.find(view.storage().key()).begin();
        return FileFormat.read(file, begin + view.offset() * bytesEach, (int) (span * bytesEach));
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
