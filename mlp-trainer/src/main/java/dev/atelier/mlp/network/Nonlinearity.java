package dev.atelier.mlp.network;

import dev.atelier.mlp.kernel.Activations;
import dev.atelier.trainer.algorithm.Activation;

/** Applies an activation function, or its derivative, to a range of an array. */
final class Nonlinearity {
    private static final float LEAK = 0.01f;

    private Nonlinearity() {}

    static void apply(Activation activation, float[] x, int from, int to) {
        switch (activation) {
            case RELU -> Activations.rectify(x, from, to, 0);
            case LEAKY_RELU -> Activations.rectify(x, from, to, LEAK);
            case TANH -> Activations.tanh(x, from, to);
        }
    }

    /** Multiplies the gradient by the derivative, which follows from the function's value. */
    static void multiplyDerivative(Activation activation, float[] output, float[] gradient, int from, int to) {
        switch (activation) {
            case RELU -> Activations.rectifyGradient(output, gradient, from, to, 0);
            case LEAKY_RELU -> Activations.rectifyGradient(output, gradient, from, to, LEAK);
            case TANH -> Activations.tanhGradient(output, gradient, from, to);
        }
    }
}
