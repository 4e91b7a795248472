package dev.atelier.mlp.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The machine's preferred vector of floats, which decides speed and never a result. */
public final class Vectors {
    public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    public static final int LANES = SPECIES.length();

    private Vectors() {}

    /** Such as {@code amd64, 512-bit vectors}. */
    public static String describe() {
        return System.getProperty("os.arch") + ", " + SPECIES.vectorBitSize() + "-bit vectors";
    }
}
