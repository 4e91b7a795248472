package dev.atelier.cnn.algorithm;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetFit;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.Job;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.FeatureShape;
import dev.atelier.djl.network.LastBatch;
import dev.atelier.djl.network.NetworkMemory;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.MemoryNeed;
import java.util.List;

/** What of a job's network cannot be, such as kernels that are larger than their image, and what memory it takes. */
public final class Requirements {
    private Requirements() {}

    /**
     * By field, with the layer named.
     *
     * @param trainingImages that an epoch has
     */
    public static List<Violation> violations(Job job, InputShape shape, int trainingImages) {
        ImageShape image = new ImageShape(shape.channels(), shape.height(), shape.width());
        return DatasetFit.ofLayers(job, image).stream()
                .findFirst()
                .or(() -> LastBatch.violation(
                        blueprint(job, shape),
                        new FeatureShape(shape.channels(), shape.height(), shape.width()),
                        job.training().batchSize(),
                        trainingImages))
                .stream()
                .toList();
    }

    /**
     * The memory that the network takes.
     *
     * @param onHost whether PyTorch computes in the machine's memory rather than in a device's
     */
    public static MemoryNeed memory(Job job, InputShape shape, boolean onHost) {
        boolean plain = CnnSpec.of(job) instanceof CnnSpec.Plain;
        String value = switch (CnnSpec.of(job)) {
            case CnnSpec.Plain spec -> spec.filters() + " with hidden layers of " + spec.hidden();
            case CnnSpec.Residual spec -> spec.widths().toString();
        };
        return NetworkMemory.of(
                job, blueprint(job, shape), shape, false, onHost, plain ? "model.filters" : "model.widths", value);
    }

    private static Blueprint blueprint(Job job, InputShape shape) {
        return Blueprint.of(Architecture.of(CnnSpec.of(job), shape), Architecture.init(CnnSpec.of(job)));
    }
}
