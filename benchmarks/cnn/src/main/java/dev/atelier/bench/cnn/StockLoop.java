package dev.atelier.bench.cnn;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.atelier.djl.training.Torch;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import java.time.Duration;
import java.util.List;

/**
 * The published study's network as DJL's own classes train it: its blocks, its trainer without listeners, its Adam. The
 * batches lie in memory as arrays of DJL's.
 */
final class StockLoop implements AutoCloseable {
    private static final Shape KERNEL = new Shape(3, 3);
    private static final Shape PADDING = new Shape(1, 1);
    private static final Shape HALF = new Shape(2, 2);

    private final Model model;
    private final Trainer trainer;
    private final Loss loss = Loss.softmaxCrossEntropyLoss();
    private final List<NDList> batches;
    private int next;

    StockLoop(InputShape shape, List<Batch> batches, float learningRate, int threads) {
        Torch.useThreads(threads);
        model = Model.newInstance(
                "stock", Torch.device("cpu"), Engine.getEngine("PyTorch").getEngineName());
        model.setBlock(block(shape.classes()));
        trainer = model.newTrainer(new DefaultTrainingConfig(loss)
                .optDevices(new ai.djl.Device[] {Torch.device("cpu")})
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(learningRate))
                        .build()));
        Shape input = new Shape(batches.getFirst().size(), shape.channels(), shape.height(), shape.width());
        trainer.initialize(input);
        NDManager manager = trainer.getManager();
        this.batches = batches.stream()
                .map(batch -> new NDList(
                        manager.create(batch.inputs(), input), manager.create(batch.labels(), new Shape(batch.size()))))
                .toList();
    }

    private static SequentialBlock block(int classes) {
        return new SequentialBlock()
                .add(convolution(32))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(HALF, HALF))
                .add(convolution(64))
                .add(Activation.reluBlock())
                .add(Pool.maxPool2dBlock(HALF, HALF))
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(256).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(classes).build());
    }

    private static Conv2d convolution(int filters) {
        return Conv2d.builder()
                .setFilters(filters)
                .setKernelShape(KERNEL)
                .optPadding(PADDING)
                .build();
    }

    Duration run(int steps) {
        long begun = System.nanoTime();
        for (int i = 0; i < steps; i++) {
            step(batches.get(next++ % batches.size()));
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private void step(NDList batch) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDList inputs = new NDList(within(scope, batch.get(0)));
            NDList labels = new NDList(within(scope, batch.get(1)));
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList predictions = trainer.forward(inputs, labels);
                NDArray value = loss.evaluate(labels, predictions);
                collector.backward(value);
            }
            trainer.step();
        }
    }

    /** The same array, whose scope takes over whatever is computed from it: DJL's loop closes the scope of each batch. */
    private static NDArray within(NDManager scope, NDArray array) {
        NDArray alias = array.stopGradient();
        alias.attach(scope);
        return alias;
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
