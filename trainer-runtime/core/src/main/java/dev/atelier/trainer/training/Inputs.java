package dev.atelier.trainer.training;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec;
import dev.atelier.contracts.job.EvaluationSpec;
import dev.atelier.contracts.job.Job;
import dev.atelier.trainer.algorithm.InputShape;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.algorithm.TrainingMetrics;
import dev.atelier.trainer.augment.Augmentation;
import dev.atelier.trainer.augment.Placement;
import dev.atelier.trainer.augment.Placements;
import dev.atelier.trainer.batch.Selection;
import dev.atelier.trainer.dataset.Images;
import dev.atelier.trainer.dataset.LoadedDataset;
import dev.atelier.trainer.preparation.Normalization;
import dev.atelier.trainer.preparation.TrainValidationSplit;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The images of a job, as its data section wants them, in each of the roles they play. All follow from the dataset, the
 * job and its seeds.
 *
 * @param shape of what goes into the model and comes out of it
 * @param splitDigest SHA-256 of the division into training and validation
 * @param training in another order each epoch
 * @param trained the same images as they were trained on, in their own order, where training accuracy is measured on them
 * @param validation the images held back; may be none
 * @param tests the test images: as published, then as they look in each other way over which the job averages
 */
public record Inputs(
        InputShape shape,
        String splitDigest,
        Selection training,
        Optional<Selection> trained,
        Selection validation,
        List<Selection> tests) {
    public Inputs {
        tests = List.copyOf(tests);
    }

    /**
     * @throws JobFailedException if the dataset is too small for the split that the job requests
     */
    public static Inputs of(Job job, LoadedDataset dataset, Seeds seeds, TrainingAlgorithm algorithm)
            throws JobFailedException {
        DataSpec data = job.data();
        var manifest = dataset.manifest();
        int channels = algorithm.channels().orElse(manifest.shape().channels());
        @Nullable Integer resize = data.resize();
        ImageShape seen = resize == null
                ? manifest.shape()
                : new ImageShape(manifest.shape().channels(), resize, resize);
        try {
            TrainValidationSplit split = split(data, dataset.train().size());
            Normalization normalization = Normalization.of(
                            data.normalize(), inTurn(manifest.mean(), channels), inTurn(manifest.std(), channels))
                    .repeating(manifest.shape().channels());
            Placements moved = placements(data, seen, seeds, Purpose.AUGMENTATION);
            Placements movedValidation = data.augment().appliesToValidation()
                    ? placements(data, seen, seeds, Purpose.VALIDATION_AUGMENTATION)
                    : Placements.NONE;
            int[] all = IntStream.range(0, dataset.test().size()).toArray();
            return new Inputs(
                    new InputShape(
                            channels,
                            seen.height(),
                            seen.width(),
                            manifest.classes().size()),
                    split.digest(),
                    select(data, dataset.train(), split.training(), normalization, moved)
                            .shuffled(seeds)
                            .build(),
                    algorithm.trainingMetrics() == TrainingMetrics.AFTER_EPOCH
                            ? Optional.of(select(data, dataset.train(), split.training(), normalization, moved)
                                    .build())
                            : Optional.empty(),
                    select(data, dataset.train(), split.validation(), normalization, movedValidation)
                            .build(),
                    looks(job.evaluation())
                            .map(look -> select(data, dataset.test(), all, normalization, look)
                                    .build())
                            .toList());
        } catch (IllegalArgumentException e) {
            throw JobFailedException.of(FailureKind.INVALID, e);
        }
    }

    private static List<Double> inTurn(List<Double> values, int size) {
        return IntStream.range(0, size)
                .mapToObj(channel -> values.get(channel % values.size()))
                .toList();
    }

    private static TrainValidationSplit split(DataSpec data, int images) {
        @Nullable Integer limit = data.limit();
        return TrainValidationSplit.of(
                images,
                data.split().validation(),
                data.split().seed(),
                limit == null ? OptionalInt.empty() : OptionalInt.of(limit));
    }

    private static Stream<Placements> looks(EvaluationSpec evaluation) {
        @Nullable Integer shift = evaluation.shiftAverage();
        List<int[]> shifts = shift == null
                ? List.of(new int[] {0, 0})
                : List.of(
                        new int[] {0, 0}, new int[] {shift, 0}, new int[] {-shift, 0}, new int[] {0, shift}, new int[] {
                            0, -shift
                        });
        return (evaluation.flipAverage() ? Stream.of(false, true) : Stream.of(false))
                .flatMap(flip -> shifts.stream().map(by -> new Placement(flip, 0, by[0], by[1])))
                .map(Placements::always);
    }

    private static Placements placements(DataSpec data, ImageShape shape, Seeds seeds, Purpose purpose) {
        return data.augment().changesNothing()
                ? Placements.NONE
                : new Augmentation(data.augment(), shape, seeds, purpose);
    }

    private static Selection.Builder select(
            DataSpec data, Images images, int[] numbers, Normalization normalization, Placements placements) {
        var builder = Selection.of(images, numbers, normalization)
                .placed(placements, data.augment().resampling());
        @Nullable Integer resize = data.resize();
        return resize == null ? builder : builder.resizedTo(resize);
    }
}
