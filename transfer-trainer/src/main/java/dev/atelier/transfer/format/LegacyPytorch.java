package dev.atelier.transfer.format;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.Pickled.Sequence;
import dev.atelier.transfer.format.Pickled.Storage;
import dev.atelier.transfer.format.Pickled.Text;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that PyTorch's {@code save} wrote before 1.6, and still writes with {@code
 * _use_new_zipfile_serialization=False}: five pickles, of a magic number, a version, the machine, what was saved and the
 * keys of its storages, then for each key the number of its numbers, in 64 bits, and those.
 */
final class LegacyPytorch {
    /** How each such file begins: protocol 2, and a number of ten bytes. */
    static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private static final int PICKLES_BEFORE = 3;

    private LegacyPytorch() {}

    static TensorFile open(FileChannel file, StopSignal stop) throws IOException, StoppedException {
        int length = (int) Math.min(PickleMachine.BYTES_AT_MOST, file.size());
        PickleInput input = new PickleInput(FileFormat.read(file, 0, length).array());
        Map<String, Storage> storages = new HashMap<>();
        for (int i = 0; i < PICKLES_BEFORE; i++) {
            PickleMachine.read(input, storages, stop);
        }
        PickledTensors tensors = PickledTensors.of(PickleMachine.read(input, storages, stop));
        Pickled keys = PickleMachine.read(input, storages, stop);
        Map<String, StorageReader.Place> places = places(file, input.position(), keys, storages);
        return new StorageReader(file, tensors, key -> {
            StorageReader.Place place = places.get(key);
            if (place == null) {
                throw new WeightsException("it is damaged: a tensor's numbers are missing");
            }
            return place;
        });
    }

    private static Map<String, StorageReader.Place> places(
            FileChannel file, long from, Pickled keys, Map<String, Storage> storages) throws IOException {
        if (!(keys instanceof Sequence sequence)) {
            throw new WeightsException("it is damaged: it does not list its storages");
        }
        Map<String, StorageReader.Place> places = new HashMap<>();
        long at = from;
        for (Pickled key : sequence.values()) {
            @Nullable Storage storage = key instanceof Text(String name) ? storages.get(name) : null;
            Optional<Integer> bytes = storage == null ? Optional.empty() : StorageType.bytes(storage);
            if (storage == null || bytes.isEmpty()) {
                throw new WeightsException("it has PyTorch's format of before 1.6, with numbers of an unknown type; "
                        + WeightsException.SAVE_STATE);
            }
            long size = FileFormat.read(file, at, Long.BYTES).getLong();
            long left = file.size() - at - Long.BYTES;
            int each = bytes.get();
            if (size < 0 || size > left / each) {
                throw new WeightsException("it is cut off, or damaged: of a tensor's numbers only " + left
                        + " bytes are there; download or copy it again");
            }
            places.put(storage.key(), new StorageReader.Place(at + Long.BYTES, size * each));
            at += Long.BYTES + size * each;
        }
        return places;
    }
}
