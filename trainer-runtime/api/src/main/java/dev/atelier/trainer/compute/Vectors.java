package dev.atelier.trainer.compute;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The machine's preferred vector of floats, which decides speed and never a result. */
public final class Vectors {
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    public static final int LANES = SPECIES.length();

    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Vectors() {}

    /** Such as {@code amd64, 512-bit vectors}. */
    public static String describe() {
        return System.getProperty("os.arch") + ", " + SPECIES.vectorBitSize() + "-bit vectors";
    }

    /** The floats of a segment from one index on. */
    public static FloatVector load(MemorySegment floats, long index) {
        return FloatVector.fromMemorySegment(SPECIES, floats, index * Float.BYTES, ORDER);
    }

    /** Overwrites the floats of a segment from one index on. */
    public static void store(FloatVector vector, MemorySegment floats, long index) {
        vector.intoMemorySegment(floats, index * Float.BYTES, ORDER);
    }

    public static float get(MemorySegment floats, long index) {
        return floats.getAtIndex(JAVA_FLOAT, index);
    }

    public static void set(MemorySegment floats, long index, float value) {
        floats.setAtIndex(JAVA_FLOAT, index, value);
    }
}
