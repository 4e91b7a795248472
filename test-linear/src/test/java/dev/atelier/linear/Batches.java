package dev.atelier.linear;

import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.random.RandomStream;

/** Batches of images of which a part, another one for each class, is brighter than the rest. */
final class Batches {
    private Batches() {}

    /** The batch of a step, inputs [size, features]; the same for the same arguments. */
    static Batch of(int step, int size, int features, int classes) {
        RandomStream random = new RandomStream(step);
        float[] inputs = new float[size * features];
        int[] labels = new int[size];
        for (int row = 0; row < size; row++) {
            labels[row] = random.nextInt(classes);
            for (int i = 0; i < features; i++) {
                boolean bright = i * classes / features == labels[row];
                inputs[row * features + i] = (float) random.nextGaussian() + (bright ? 1 : 0);
            }
        }
        return new Batch(inputs, labels, size);
    }
}
