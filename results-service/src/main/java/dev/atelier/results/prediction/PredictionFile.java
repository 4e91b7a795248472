package dev.atelier.results.prediction;

import dev.atelier.tensor.InvalidSafetensorsException;
import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * The file {@code predictions.safetensors} of a job: the tensors {@code labels}, I64 of shape [images], and {@code
 * probabilities}, F32 of shape [images, classes], of the test images in the dataset's order.
 */
public final class PredictionFile {
    private static final long MAX_BYTES = 256L << 20;

    private PredictionFile() {}

    /**
     * Reads for each image whether the class of the greatest probability is its own.
     *
     * @throws InvalidPredictionsException if the file holds something else
     */
    public static boolean[] readCorrect(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidPredictionsException(
                    file + " has " + Files.size(file) + " bytes; expected at most " + MAX_BYTES);
        }
        try {
            SortedMap<String, Tensor> tensors = Safetensors.load(file);
            if (tensors.get("labels") instanceof Tensor.I64 labels
                    && tensors.get("probabilities") instanceof Tensor.F32 probabilities
                    && fit(labels.shape(), probabilities.shape())) {
                return correct(
                        labels.values(),
                        probabilities.values(),
                        probabilities.shape().get(1));
            }
            throw new InvalidPredictionsException(file + ": labels is " + tensors.get("labels")
                    + " and probabilities " + tensors.get("probabilities")
                    + "; expected I64[images] and F32[images, classes]");
        } catch (InvalidSafetensorsException | EOFException e) {
            throw new InvalidPredictionsException(String.valueOf(e.getMessage()));
        }
    }

    private static boolean fit(List<Integer> labels, List<Integer> probabilities) {
        return probabilities.size() == 2 && probabilities.get(1) >= 2 && labels.equals(probabilities.subList(0, 1));
    }

    private static boolean[] correct(long[] labels, float[] probabilities, int classes) {
        boolean[] correct = new boolean[labels.length];
        for (int image = 0; image < labels.length; image++) {
            correct[image] = labels[image] == argmax(probabilities, image * classes, classes);
        }
        return correct;
    }

    private static int argmax(float[] probabilities, int from, int classes) {
        int best = 0;
        for (int label = 1; label < classes; label++) {
            if (probabilities[from + label] > probabilities[from + best]) {
                best = label;
            }
        }
        return best;
    }
}
