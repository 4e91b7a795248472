package dev.atelier.transfer.weights;

import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import java.io.IOException;
import java.util.SortedMap;

/** Tensors in a file: what they are is known when it is opened, and values are read tensor by tensor as they are needed. */
interface TensorFile {
    /** Type and shape of each tensor, by name. */
    SortedMap<String, TensorInfo> tensors();

    /** Reads a tensor's values. */
    Tensor read(String name) throws IOException;
}
