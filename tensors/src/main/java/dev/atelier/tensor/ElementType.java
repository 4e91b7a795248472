package dev.atelier.tensor;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The types of numbers that files of tensors have, named as safetensors names them. Tensors here are of the first two;
 * other floating point numbers are read as F32: exactly, but for those of F64, which are rounded.
 */
public enum ElementType {
    I64(8),
    F32(4),
    F64(8),
    F16(2),
    BF16(2),
    U64(8),
    I32(4),
    U32(4),
    I16(2),
    U16(2),
    I8(1),
    U8(1),
    BOOL(1),
    F8_E5M2(1),
    F8_E4M3(1),
    F8_E8M0(1),
    F8_E5M2FNUZ(1),
    F8_E4M3FNUZ(1),
    C64(8);

    /** Those that are read. */
    static final List<ElementType> READ = List.of(I64, F32, F64, F16, BF16);

    private static final int BFLOAT16_SHIFT = 16;

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** The type of a tensor here. */
    static ElementType of(Tensor tensor) {
        return switch (tensor) {
            case Tensor.I64 _ -> I64;
            case Tensor.F32 _ -> F32;
        };
    }

    /** The type of a name; empty where there is none. */
    static Optional<ElementType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /** Whether {@link #readFloat} reads it. */
    public boolean isReadAsFloat() {
        return this != I64 && READ.contains(this);
    }

    /**
     * Reads a floating point number.
     *
     * @param numbers little-endian
     * @param at the byte it begins at
     */
    public float readFloat(ByteBuffer numbers, int at) {
        return switch (this) {
            case F32 -> numbers.getFloat(at);
            case F64 -> (float) numbers.getDouble(at);
            case F16 -> Float.float16ToFloat(numbers.getShort(at));
            case BF16 -> Float.intBitsToFloat(numbers.getShort(at) << BFLOAT16_SHIFT);
            default -> throw new IllegalArgumentException(this + " is not read as a floating point number");
        };
    }
}
