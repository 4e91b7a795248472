package dev.atelier.mlp.network;

/**
 * What the layers of a perceptron are named in files: {@code hidden1}, {@code hidden2}, … and {@code output}, as in
 * convolutional networks. As names of a {@code torch.nn.Sequential}'s modules they make its state dictionary the file.
 *
 * @param hidden number of hidden layers
 */
record LayerNames(int hidden) {
    /** The name of a layer, from 0. */
    String of(int layer) {
        if (layer < 0 || layer > hidden) {
            throw new IllegalArgumentException("layer is " + layer + "; expected a number from 0 to " + hidden);
        }
        return layer < hidden ? "hidden" + (layer + 1) : "output";
    }
}
