package dev.atelier.trainer.training;

import dev.atelier.contracts.metric.Tally;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.Model;
import dev.atelier.trainer.batch.BatchLoader;
import dev.atelier.trainer.batch.Batches;
import dev.atelier.trainer.batch.Selection;
import dev.atelier.trainer.control.RunInterruptedException;
import dev.atelier.trainer.control.RunStopSignal;
import dev.atelier.trainer.evaluation.LogitTally;
import dev.atelier.trainer.evaluation.Predictions;
import java.util.List;

/** Runs a model on images in inference mode and evaluates its outputs. */
public final class Scorer implements AutoCloseable {
    private static final int BATCH_AT_MOST = 256;
    private static final int BATCH_AT_LEAST = 64;
    /** Values in a batch, where that leaves enough images in it. */
    private static final int VALUES = 1 << 22;

    private static final int BATCHES_AHEAD = 2;
    /** Batches that are held at once. */
    static final int BATCHES = 1 + BATCHES_AHEAD;

    private final Model model;
    private final int classes;
    private final RunStopSignal stop;
    private final BatchLoader loader;
    private final float[] logits;

    public Scorer(Model model, InputShape shape, RunStopSignal stop) {
        this.model = model;
        this.classes = shape.classes();
        this.stop = stop;
        int batch = batchSize(shape.features());
        this.loader = new BatchLoader(batch, shape.features(), BATCHES_AHEAD);
        this.logits = new float[batch * classes];
    }

    /**
     * Images in a batch that is scored.
     *
     * @param imageValues values of one image
     */
    static int batchSize(long imageValues) {
        return Math.clamp(VALUES / imageValues, BATCH_AT_LEAST, BATCH_AT_MOST);
    }

    /** Evaluates the logits, shape [batch.size(), classes], of one batch. */
    @FunctionalInterface
    private interface BatchEvaluation {
        void evaluate(Batch batch, float[] logits);
    }

    /** What the metrics of images as they look in an epoch are computed from. */
    public Tally tally(Selection images, int epoch) throws RunInterruptedException {
        var tally = new LogitTally(classes);
        show(images, epoch, (batch, outputs) -> tally.add(outputs, batch.labels(), batch.size()));
        return tally.tally();
    }

    private void show(Selection images, int epoch, BatchEvaluation evaluation) throws RunInterruptedException {
        try (Batches batches = loader.read(images, epoch)) {
            while (batches.hasNext()) {
                stop.check();
                Batch batch = batches.next();
                model.logits(batch, logits);
                evaluation.evaluate(batch, logits);
            }
        }
    }

    /**
     * The outputs for all images, averaged over views of them.
     *
     * @param views at least one; of the same images in the same order
     */
    public Predictions predict(List<Selection> views) throws RunInterruptedException {
        var predictions = new Predictions(views.getFirst().size(), classes);
        for (Selection view : views) {
            show(view, 1, (batch, outputs) -> predictions.add(outputs, batch.labels(), batch.size()));
        }
        return predictions;
    }

    @Override
    public void close() {
        loader.close();
    }
}
