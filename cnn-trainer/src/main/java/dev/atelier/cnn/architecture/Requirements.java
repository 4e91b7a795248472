package dev.atelier.cnn.architecture;

import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.LastBatch;
import dev.atelier.djl.network.MemoryNeed;
import dev.atelier.djl.network.Op;
import dev.atelier.djl.network.Volume;
import dev.atelier.trainer.algorithm.InputShape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a job's network cannot be: kernels that are larger than their image, layers that no memory holds. */
public final class Requirements {
    private Requirements() {}

    /**
     * By field, with the layer named.
     *
     * @param trainingImages that an epoch has
     * @param memoryBytes that this machine has
     */
    public static List<Violation> violations(Job job, InputShape shape, int trainingImages, long memoryBytes) {
        Optional<Violation> kernel =
                job.model() instanceof ModelSpec.PlainCnn plain ? kernelViolation(plain, shape) : Optional.empty();
        if (kernel.isPresent()) {
            return List.of(kernel.get());
        }
        Blueprint blueprint = Blueprint.of(Architecture.of(job.model(), shape), Architecture.init(job.model()));
        Volume image = new Volume(shape.channels(), shape.height(), shape.width());
        int batchSize = job.training().batchSize();
        String field = job.model() instanceof ModelSpec.PlainCnn ? "model.filters" : "model.widths";
        return Stream.of(
                        MemoryNeed.violation(field, blueprint, image, batchSize, memoryBytes),
                        LastBatch.violation(blueprint, image, batchSize, trainingImages))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Violation> kernelViolation(ModelSpec.PlainCnn spec, InputShape shape) {
        Volume volume = new Volume(shape.channels(), shape.height(), shape.width());
        for (Op op : Architecture.of(spec, shape)) {
            if (op instanceof Op.Convolve convolve && convolve.kernel() > Math.min(volume.height(), volume.width())) {
                return Optional.of(new Violation(
                        "model.kernel",
                        String.valueOf(spec.kernel()),
                        "at most " + Math.min(volume.height(), volume.width()) + ": what comes to " + convolve.name()
                                + " is " + volume));
            }
            volume = op.output(volume);
        }
        return Optional.empty();
    }
}
