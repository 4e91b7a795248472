package dev.atelier.cnn.architecture;

import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.djl.network.Blueprint;
import dev.atelier.djl.network.MemoryNeed;
import dev.atelier.djl.network.Op;
import dev.atelier.djl.network.Volume;
import dev.atelier.trainer.algorithm.InputShape;
import java.util.List;
import java.util.Optional;

/** What of a job's network cannot be: kernels that are larger than their image, layers that no memory holds. */
public final class Requirements {
    private Requirements() {}

    /**
     * By field, with the layer named.
     *
     * @param memoryBytes that this machine has
     */
    public static List<Violation> violations(Job job, InputShape shape, long memoryBytes) {
        Optional<Violation> kernel =
                job.model() instanceof ModelSpec.PlainCnn plain ? kernelViolation(plain, shape) : Optional.empty();
        return kernel.or(() -> memoryViolation(job, shape, memoryBytes)).stream()
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

    private static Optional<Violation> memoryViolation(Job job, InputShape shape, long memoryBytes) {
        return MemoryNeed.violation(
                job.model() instanceof ModelSpec.PlainCnn ? "model.filters" : "model.widths",
                Blueprint.of(Architecture.of(job.model(), shape), Architecture.init(job.model())),
                new Volume(shape.channels(), shape.height(), shape.width()),
                job.training().batchSize(),
                memoryBytes);
    }
}
