package dev.atelier.transfer.format;

import dev.atelier.tensor.ElementType;
import java.util.Map;
import java.util.Optional;

/** What PyTorch calls storages of a type of numbers. */
final class StorageType {
    private static final Map<String, ElementType> TYPES = Map.of(
            "FloatStorage", ElementType.F32,
            "DoubleStorage", ElementType.F64,
            "HalfStorage", ElementType.F16,
            "BFloat16Storage", ElementType.BF16,
            "LongStorage", ElementType.I64,
            "IntStorage", ElementType.I32,
            "ShortStorage", ElementType.I16,
            "CharStorage", ElementType.I8,
            "ByteStorage", ElementType.U8,
            "BoolStorage", ElementType.BOOL);

    private static final Map<String, Integer> OTHER_BYTES = Map.of(
            "ComplexFloatStorage",
            2 * Float.BYTES,
            "ComplexDoubleStorage",
            2 * Double.BYTES,
            "QInt8Storage",
            1,
            "QUInt8Storage",
            1,
            "QInt32Storage",
            Integer.BYTES,
            "UntypedStorage",
            1);

    private StorageType() {}

    /** The type of a storage's numbers; empty for those that no tensor here has. */
    static Optional<ElementType> of(Pickled.Storage storage) {
        return Optional.ofNullable(TYPES.get(storage.type()));
    }

    /** Bytes of a number of a storage. */
    static Optional<Integer> bytes(Pickled.Storage storage) {
        return of(storage).map(ElementType::bytes).or(() -> Optional.ofNullable(OTHER_BYTES.get(storage.type())));
    }

    /** What a tensor's type is called in messages. */
    static String name(Pickled.Storage storage) {
        return of(storage).map(ElementType::name).orElseGet(() -> WeightsException.shown(storage.type()));
    }
}
