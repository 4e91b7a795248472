package dev.atelier.djl.network;

import dev.atelier.contracts.schema.Violation;
import dev.atelier.djl.network.Blueprint.FrozenStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What memory the training of a network takes, layer by layer; enough to tell what cannot be from what can. */
public final class MemoryNeed {
    /** Arrays as large as the trained weights: values, gradient, two moments, average, and a copy for the checkpoint. */
    private static final int TRAINED_ARRAYS = 6;
    /** Arrays as large as the frozen weights: values, and a copy for the result. */
    private static final int FROZEN_ARRAYS = 2;
    /** Arrays as large as a trained operation's result: the result and its gradient. */
    private static final int RESULT_ARRAYS = 2;

    /** Arrays as large as a batch of images: one in training, two that wait, and PyTorch's copy. */
    private static final int INPUT_ARRAYS = 4;

    private static final long MEBI = 1L << 20;

    private MemoryNeed() {}

    private record Need(String layer, double bytes) {}

    /**
     * A violation where a network takes more than half of a machine's memory.
     *
     * @param field of the job that decides the network's size
     * @param image what goes in
     * @param memoryBytes that the machine has
     */
    public static Optional<Violation> violation(
            String field, Blueprint blueprint, Volume image, int batchSize, long memoryBytes) {
        List<Need> needs = new ArrayList<>();
        needs.add(new Need("the input", (double) Float.BYTES * INPUT_ARRAYS * image.size() * batchSize));
        int frozenTogether =
                blueprint.frozenStatistics() == FrozenStatistics.OF_THE_BATCH ? batchSize : Network.TOGETHER;
        Volume volume = image;
        String layer = "input";
        for (int number = 0; number < blueprint.ops().size(); number++) {
            Op op = blueprint.ops().get(number);
            layer = name(op).orElse(layer);
            double numbers = number < blueprint.frozen()
                    ? FROZEN_ARRAYS * op.parameters() + results(op, volume) * frozenTogether
                    : TRAINED_ARRAYS * op.parameters() + RESULT_ARRAYS * results(op, volume) * batchSize;
            needs.add(new Need(layer, Float.BYTES * numbers));
            volume = op.output(volume);
        }
        double whole = needs.stream().mapToDouble(Need::bytes).sum();
        if (whole <= memoryBytes / 2.0) {
            return Optional.empty();
        }
        Need largest =
                needs.stream().max(Comparator.comparingDouble(Need::bytes)).orElseThrow();
        return Optional.of(new Violation(
                field,
                "a network that takes %.0f MiB, of which %s takes %.0f"
                        .formatted(whole / MEBI, largest.layer(), largest.bytes() / MEBI),
                "one whose training fits into half of this machine's " + memoryBytes / MEBI
                        + " MiB; fewer channels, hidden units or images a batch need less"));
    }

    /** Numbers that an operation makes of one image, on the way and in the end. */
    private static double results(Op op, Volume input) {
        return op instanceof Op.Residual(var main, var shortcut, var _)
                ? results(main, input)
                        + results(shortcut, input)
                        + 2 * op.output(input).size()
                : op.output(input).size();
    }

    private static double results(List<Op> ops, Volume input) {
        double sum = 0;
        Volume volume = input;
        for (Op op : ops) {
            sum += results(op, volume);
            volume = op.output(volume);
        }
        return sum;
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
}
