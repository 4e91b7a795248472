package dev.atelier.djl.network;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import java.util.List;
import java.util.Optional;

/** An epoch's last batch has what is left. Batch normalisation cannot do with one value a channel, which has no spread. */
public final class LastBatch {
    private LastBatch() {}

    /**
     * A violation where a normalisation would get one value a channel, because one image is left and has one pixel there.
     *
     * @param image what goes in
     * @param trainingImages that an epoch has
     */
    public static Optional<Violation> violation(
            Blueprint blueprint, FeatureShape image, int batchSize, int trainingImages) {
        if (trainingImages % batchSize != 1 && batchSize != 1) {
            return Optional.empty();
        }
        boolean all = blueprint.frozenStatistics() == Blueprint.FrozenStatistics.OF_THE_BATCH;
        return pixelWise(all ? blueprint.ops() : blueprint.trainedOps(), all ? image : blueprint.features(image))
                .map(normalization -> new Violation(
                        "training.batchSize",
                        String.valueOf(batchSize),
                        "one that leaves more than one of the " + Counted.of(trainingImages, "training image")
                                + " to the last batch: batch normalisation " + normalization
                                + " sees one pixel of each, and one value has no variance"));
    }

    /** Name of a normalisation to which of each image comes one pixel a channel. */
    private static Optional<String> pixelWise(List<Op> ops, FeatureShape image) {
        FeatureShape shape = image;
        for (Op op : ops) {
            FeatureShape input = shape;
            Optional<String> found = switch (op) {
                case Op.BatchNorm2d batchNorm when input.height() * input.width() == 1 -> Optional.of(batchNorm.name());
                case Op.Residual residual ->
                    pixelWise(residual.main(), input).or(() -> pixelWise(residual.shortcut(), input));
                default -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
            shape = op.output(shape);
        }
        return Optional.empty();
    }
}
