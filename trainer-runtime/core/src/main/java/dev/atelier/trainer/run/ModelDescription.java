package dev.atelier.trainer.run;

import static dev.atelier.trainer.preparation.Normalization.IMAGENET_MEAN;
import static dev.atelier.trainer.preparation.Normalization.IMAGENET_STD;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.DataSpec;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.trainer.algorithm.InputShape;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code model.json} beside the weights: all that is needed to use them elsewhere. {@code
 * clients/python/atelier.py} reads it.
 *
 * @param format {@value #FORMAT}: tensors have PyTorch's layout; files of version 0.1, where weights of perceptrons were
 * [inputs, outputs], have no such field
 * @param model the architecture, as jobs describe it
 * @param input shape of one image as the network takes it
 * @param classes names, in the order of the logits
 * @param flipAverage whether the metrics are of probabilities averaged with those of the mirror image
 * @param shiftAverage by how many pixels images are shifted to each side for further probabilities to average; absent
 * for none
 * @param parameters trainable numbers
 */
record ModelDescription(
        int format,
        String job,
        String family,
        ModelSpec model,
        Input input,
        List<String> classes,
        InputScaling normalization,
        boolean flipAverage,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer shiftAverage,
        long parameters,
        Metrics metrics) {
    private static final int FORMAT = 2;

    ModelDescription {
        classes = List.copyOf(classes);
    }

    record Input(int channels, int height, int width) {}

    /**
     * A byte b of a channel becomes (b · scale - mean) / std, with the channel's mean and std; where the network has more
     * channels than the images, these are repeated in turn.
     */
    record InputScaling(double scale, List<Double> mean, List<Double> std) {
        private static final double UNIT = 1.0 / 255;

        static InputScaling of(DataSpec.Normalize kind, DatasetManifest manifest) {
            List<Double> zeros = Collections.nCopies(manifest.shape().channels(), 0.0);
            List<Double> ones = Collections.nCopies(manifest.shape().channels(), 1.0);
            return switch (kind) {
                case STANDARDIZE -> new InputScaling(UNIT, manifest.mean(), manifest.std());
                case UNIT -> new InputScaling(UNIT, zeros, ones);
                case NONE -> new InputScaling(1, zeros, ones);
                case IMAGENET -> new InputScaling(UNIT, IMAGENET_MEAN, IMAGENET_STD);
            };
        }
    }

    /**
     * On the test images.
     *
     * @param epoch whose weights these are
     * @param byName all metrics of the test images by name
     */
    record Metrics(int epoch, double testAccuracy, double testLoss, SortedMap<String, Double> byName) {}

    static ModelDescription of(
            String id, Job job, InputShape shape, DatasetManifest manifest, long parameters, Metrics metrics) {
        return new ModelDescription(
                FORMAT,
                id,
                job.family().name(),
                job.model(),
                new Input(shape.channels(), shape.height(), shape.width()),
                manifest.classes(),
                InputScaling.of(job.data().normalize(), manifest),
                job.evaluation().flipAverage(),
                job.evaluation().shiftAverage(),
                parameters,
                metrics);
    }
}
