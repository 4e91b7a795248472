package dev.atelier.bench.mlp;

import dev.atelier.bench.Noise;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/** What both sides train: 784-256-256-10, ReLU, Adam, batches of 64 images, which are noise. */
record Workload(Job job, InputShape shape, List<Integer> widths, List<Batch> batches) {
    static final String SCRIPT = "numpy_mlp.py";
    static final int BATCH_SIZE = 64;
    private static final int BATCHES = 100;

    static Workload create(int threads) throws IOException {
        Job job = JobSchema.resolve(Json.MAPPER.readTree("""
                {"family": "mlp", "name": "bench", "data": {"dataset": "fashion-mnist"},
                 "model": {"hidden": [256, 256], "activation": "relu", "init": "he", "dropout": 0},
                 "training": {"batchSize": %d, "optimizer": {"name": "adam", "learningRate": 0.001}},
                 "runtime": {"threads": %d}}
                """.formatted(BATCH_SIZE, threads)))
                .orElseThrow();
        InputShape shape = new InputShape(1, 28, 28, 10);
        List<Batch> batches = Noise.batches(shape, BATCH_SIZE, BATCHES);
        return new Workload(job, shape, List.of(shape.features(), 256, 256, shape.classes()), batches);
    }

    /** Writes the script and what it reads. */
    void write(Path folder, SortedMap<String, Tensor> weights) throws IOException {
        try (InputStream script = Objects.requireNonNull(Workload.class.getResourceAsStream(SCRIPT), SCRIPT)) {
            Files.copy(script, folder.resolve(SCRIPT));
        }
        int size = weights.values().stream().mapToInt(Tensor::size).sum();
        ByteBuffer parameters = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int layer = 0; layer < widths.size() - 1; layer++) {
            String name = layer < widths.size() - 2 ? "hidden" + (layer + 1) : "output";
            putTransposed(parameters, floats(weights, name + ".weight"), widths.get(layer));
            put(parameters, floats(weights, name + ".bias"));
        }
        Noise.write(batches, folder);
        Files.write(folder.resolve("parameters.f32"), parameters.array());
    }

    private static float[] floats(SortedMap<String, Tensor> weights, String name) {
        if (weights.get(name) instanceof Tensor.F32 tensor) {
            return tensor.values();
        }
        throw new IllegalStateException("the model has no weights named " + name);
    }

    /** Writes a matrix of the shape [outputs, inputs] as [inputs, outputs]. */
    private static void putTransposed(ByteBuffer to, float[] values, int inputs) {
        int outputs = values.length / inputs;
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
                to.putFloat(values[output * inputs + input]);
            }
        }
    }

    private static void put(ByteBuffer to, float[] values) {
        to.asFloatBuffer().put(values);
        to.position(to.position() + values.length * Float.BYTES);
    }
}
