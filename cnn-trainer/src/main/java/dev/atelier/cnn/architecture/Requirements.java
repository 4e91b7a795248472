package dev.atelier.cnn.architecture;

import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.contracts.schema.Violation;
import dev.atelier.djl.network.Op;
import dev.atelier.djl.network.Volume;
import dev.atelier.trainer.algorithm.InputShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What of a job's network cannot be: kernels that are larger than their image, layers that no memory holds. */
public final class Requirements {
    /** Arrays as large as the weights: values, gradient, two moments, average, and a copy for the checkpoint. */
    private static final int WEIGHT_ARRAYS = 6;
    /** Arrays as large as an operation's result: the result and its gradient. */
    private static final int RESULT_ARRAYS = 2;

    private static final long MEBI = 1L << 20;

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
        List<Need> needs = new ArrayList<>();
        Volume volume = new Volume(shape.channels(), shape.height(), shape.width());
        String layer = "input";
        for (Op op : Architecture.of(job.model(), shape)) {
            layer = name(op).orElse(layer);
            volume = op.output(volume);
            needs.add(new Need(
                    layer,
                    Float.BYTES
                            * (WEIGHT_ARRAYS * op.parameters()
                                    + RESULT_ARRAYS
                                            * volume.size()
                                            * job.training().batchSize())));
        }
        double whole = needs.stream().mapToDouble(Need::bytes).sum();
        if (whole <= memoryBytes / 2.0) {
            return Optional.empty();
        }
        Need largest =
                needs.stream().max(Comparator.comparingDouble(Need::bytes)).orElseThrow();
        return Optional.of(new Violation(
                job.model() instanceof ModelSpec.PlainCnn ? "model.filters" : "model.widths",
                "a network that takes %.0f MiB, of which %s takes %.0f"
                        .formatted(whole / MEBI, largest.layer(), largest.bytes() / MEBI),
                "one whose training fits into half of this machine's " + memoryBytes / MEBI
                        + " MiB; fewer filters, hidden units or images a batch need less"));
    }

    private static Optional<String> name(Op op) {
        return switch (op) {
            case Op.Convolve convolve -> Optional.of(convolve.name());
            case Op.Connect connect -> Optional.of(connect.name());
            case Op.Residual residual -> name(residual.main().getFirst());
            case Op.Normalize _, Op.Activate _, Op.MaxPool _, Op.AveragePlanes _, Op.Flatten _, Op.Drop _ ->
                Optional.empty();
        };
    }

    private record Need(String layer, double bytes) {}
}
