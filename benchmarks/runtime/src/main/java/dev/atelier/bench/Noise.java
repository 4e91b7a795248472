package dev.atelier.bench;

import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.random.RandomStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Batches of normally distributed values with random labels: as good as images where only speed is measured. */
public final class Noise {
    private Noise() {}

    /** The same batches every time. */
    public static List<Batch> batches(InputShape shape, int batchSize, int count) {
        RandomStream random = new RandomStream(1);
        return Stream.generate(() -> batch(shape, batchSize, random))
                .limit(count)
                .toList();
    }

    private static Batch batch(InputShape shape, int batchSize, RandomStream random) {
        float[] inputs = new float[batchSize * shape.features()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        int[] labels = new int[batchSize];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(shape.classes());
        }
        return new Batch(inputs, labels, batchSize);
    }

    /** Writes batches one after another to {@code inputs.f32} and {@code labels.i32}, little-endian. */
    public static void write(List<Batch> batches, Path folder) throws IOException {
        int values = batches.stream().mapToInt(batch -> batch.inputs().length).sum();
        int images = batches.stream().mapToInt(Batch::size).sum();
        ByteBuffer inputs = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer labels = ByteBuffer.allocate(images * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (Batch batch : batches) {
            for (float input : batch.inputs()) {
                inputs.putFloat(input);
            }
            for (int label : batch.labels()) {
                labels.putInt(label);
            }
        }
        Files.write(folder.resolve("inputs.f32"), inputs.array());
        Files.write(folder.resolve("labels.i32"), labels.array());
    }
}
