package dev.atelier.transfer.format;

import dev.atelier.tensor.Tensor;
import dev.atelier.tensor.TensorInfo;
import java.io.IOException;
import java.util.SortedMap;

/** Tensors in a file: what they are is known when it is opened, and values are read tensor by tensor as they are needed. */
public interface TensorFile {
    /**
     * Type and shape of each tensor, by name. The name of a tensor in a dictionary of a dictionary has the keys of both,
     * with a dot between.
     */
    SortedMap<String, TensorInfo> tensors();

    /** The tensors of kinds that are not read, by name. */
    SortedMap<String, UnreadTensor> unread();

    /** An expression in Python whose value is what the file holds. */
    String python();

    /**
     * Reads a tensor's values, of which there can be more than the file has, where a dimension repeats them: request those of
     * an expected shape. Floating point numbers of any width are read as F32.
     */
    Tensor read(String name) throws IOException;

    /**
     * A tensor of a kind that is not read: its values do not lie in the file one by one as numbers of a known type.
     *
     * @param description continues "the tensor is"
     * @param hasValues whether PyTorch can make plain numbers of it
     */
    record UnreadTensor(String description, boolean hasValues) {}
}
