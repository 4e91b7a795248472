package dev.atelier.transfer.format;

import java.util.Set;

/** What a zip is that PyTorch's {@code save} did not write. */
final class OtherArchive {
    private static final String ARRAYS_TO_WEIGHTS =
            "if its arrays have PyTorch's names and layout, save them as weights, in"
                    + " Python: torch.save({k: torch.from_numpy(v) for k, v in numpy.load(\"FILE\").items()}, \"weights.pth\")";

    private OtherArchive() {}

    /** A sentence on what it is, by the names of the files in it, and what to do. */
    static String describe(Set<String> names) {
        if (names.stream().anyMatch(name -> name.endsWith(".npy"))) {
            return "it is an archive of NumPy arrays (.npz); " + ARRAYS_TO_WEIGHTS;
        }
        if (names.stream().anyMatch(name -> name.endsWith(".weights.h5"))) {
            return "it is a model of Keras (.keras); " + OtherFormat.CONVERT_KERAS;
        }
        return names.stream()
                .filter(name -> name.matches(".*\\.(pth|pt|ckpt|bin|safetensors)"))
                .findFirst()
                .map(name -> "it is a zip archive; unpack it, and use " + WeightsException.shown(name) + " in it")
                .orElse("it is a zip archive without a list of tensors, so PyTorch's save did not write it; "
                        + WeightsException.SAVE_STATE);
    }
}
