package dev.atelier.mlp.network;

import dev.atelier.trainer.algorithm.Init;
import dev.atelier.trainer.random.RandomStream;
import org.ejml.data.FMatrixRMaj;

/** Draws initial weights, shape [inputs, outputs], in row-major order, then the biases. */
final class Initialisation {

    private Initialisation() {}

    static void draw(Init init, MatrixParameter weight, MatrixParameter bias, RandomStream random) {
        FMatrixRMaj weights = weight.matrix();
        int inputs = weights.numRows;
        int outputs = weights.numCols;
        switch (init) {
            case PAPER -> drawNormal(weights, Math.sqrt(1.0 / outputs), random);
            case HE -> drawNormal(weights, Math.sqrt(2.0 / inputs), random);
            case PYTORCH -> {
                double bound = 1 / Math.sqrt(inputs);
                drawUniform(weights, bound, random);
                drawUniform(bias.matrix(), bound, random);
            }
        }
    }

    private static void drawNormal(FMatrixRMaj matrix, double deviation, RandomStream random) {
        for (int i = 0; i < matrix.getNumElements(); i++) {
            matrix.data[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    private static void drawUniform(FMatrixRMaj matrix, double bound, RandomStream random) {
        for (int i = 0; i < matrix.getNumElements(); i++) {
            matrix.data[i] = (float) random.nextUniform(-bound, bound);
        }
    }
}
