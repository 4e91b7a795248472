package dev.atelier.mlp.network;

import dev.atelier.mlp.kernel.MatrixView;
import dev.atelier.mlp.kernel.Product;
import dev.atelier.mlp.kernel.Sums;
import dev.atelier.trainer.algorithm.Activation;
import dev.atelier.trainer.compute.Work;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/**
 * A dense layer: output = dropout(activation(input · weight + bias)). It owns its parameters and what a training step
 * keeps between its forward and its backward pass. A layer without an activation is the last one, whose outputs are the
 * logits.
 */
final class Layer {
    private final MatrixParameter weight;
    private final MatrixParameter bias;
    private final Optional<Activation> activation;
    private final Optional<Dropout> dropout;
    /** Shape [batch, outputs]. */
    private final FMatrixRMaj activated = new FMatrixRMaj(0, 0);
    /** What the next layer sees in training: {@link #activated} itself where nothing is dropped. */
    private final FMatrixRMaj output;
    /** Gradient of the loss by input · weight + bias, shape [batch, outputs]; the last layer's lies in its logits. */
    private final FMatrixRMaj delta;

    private Layer(
            MatrixParameter weight, MatrixParameter bias, Optional<Activation> activation, Optional<Dropout> dropout) {
        this.weight = weight;
        this.bias = bias;
        this.activation = activation;
        this.dropout = dropout;
        this.output = dropout.isPresent() ? new FMatrixRMaj(0, 0) : activated;
        this.delta = activation.isPresent() ? new FMatrixRMaj(0, 0) : activated;
    }

    static Layer hidden(MatrixParameter weight, MatrixParameter bias, Activation activation, double dropout) {
        return new Layer(
                weight,
                bias,
                Optional.of(activation),
                dropout == 0 ? Optional.empty() : Optional.of(new Dropout(dropout)));
    }

    static Layer last(MatrixParameter weight, MatrixParameter bias) {
        return new Layer(weight, bias, Optional.empty(), Optional.empty());
    }

    MatrixParameter weight() {
        return weight;
    }

    MatrixParameter bias() {
        return bias;
    }

    FMatrixRMaj activated() {
        return activated;
    }

    FMatrixRMaj output() {
        return output;
    }

    /** The forward pass of training; leaves its result in {@link #output()}. */
    Work forward(MatrixView input, long dropoutKey) {
        int columns = weight.matrix().numCols;
        activated.reshape(input.rows(), columns);
        output.reshape(input.rows(), columns);
        dropout.ifPresent(mask -> mask.begin(dropoutKey, input.rows(), columns));
        return product(input, weight.matrix().data, bias.matrix().data, true);
    }

    /** The forward pass of inference, with the weights that are evaluated; leaves its result in {@link #activated()}. */
    Work infer(MatrixView input) {
        activated.reshape(input.rows(), weight.matrix().numCols);
        return product(input, weight.evaluatedArray(), bias.evaluatedArray(), false);
    }

    private Work product(MatrixView input, float[] weights, float[] biases, boolean training) {
        MatrixView factor = MatrixView.ofRows(weights, weight.matrix().numRows, weight.matrix().numCols);
        Product product = Product.withBias(input, factor, biases, MatrixView.of(activated));
        if (activation.isEmpty()) {
            return product;
        }
        return product.then((row, rows, column, columns) -> {
            for (int i = row; i < row + rows; i++) {
                int from = i * activated.numCols + column;
                Nonlinearity.apply(activation.get(), activated.data, from, from + columns);
                if (training && dropout.isPresent()) {
                    dropout.get().apply(activated.data, output.data, from, from + columns);
                }
            }
        });
    }

    /** The gradients of weights and biases, from {@link #delta} and the layer's input. */
    Work differentiateParameters(MatrixView input) {
        MatrixView error = MatrixView.of(delta);
        return Work.together(
                Product.of(input.transposed(), error, MatrixView.of(weight.matrixGradient())),
                Sums.ofColumns(error, bias.matrixGradient().data));
    }

    /** The gradient by what went into the layer below, from this layer's {@link #delta}. */
    Work propagateTo(Layer below) {
        Activation function = below.activation.orElseThrow();
        below.delta.reshape(delta.numRows, weight.matrix().numRows);
        MatrixView transposed = MatrixView.of(weight.matrix()).transposed();
        return Product.of(MatrixView.of(delta), transposed, MatrixView.of(below.delta))
                .then((row, rows, column, columns) -> {
                    for (int i = row; i < row + rows; i++) {
                        int from = i * below.delta.numCols + column;
                        int to = from + columns;
                        Nonlinearity.multiplyDerivative(function, below.activated.data, below.delta.data, from, to);
                        if (below.dropout.isPresent()) {
                            below.dropout.get().multiplyFactors(below.delta.data, from, to);
                        }
                    }
                });
    }
}
