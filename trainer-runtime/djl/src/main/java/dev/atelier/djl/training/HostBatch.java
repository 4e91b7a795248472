package dev.atelier.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.algorithm.InputShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A batch in memory that PyTorch reads without a copy; filled again for each batch, and larger when one is. */
final class HostBatch {
    private final InputShape shape;
    private ByteBuffer inputs = ByteBuffer.allocateDirect(0);
    private ByteBuffer labels = ByteBuffer.allocateDirect(0);
    private int size;

    HostBatch(InputShape shape) {
        this.shape = shape;
    }

    void fill(Batch batch) {
        size = batch.size();
        inputs = roomFor(inputs, size * shape.features() * Float.BYTES);
        labels = roomFor(labels, size * Long.BYTES);
        inputs.asFloatBuffer().put(batch.inputs(), 0, size * shape.features());
        var whole = labels.asLongBuffer();
        for (int i = 0; i < size; i++) {
            whole.put(i, batch.labels()[i]);
        }
    }

    /** Shape [batch, channels, height, width]; good until the next batch. */
    NDArray inputs(NDManager manager) {
        return manager.create(
                inputs, new Shape(size, shape.channels(), shape.height(), shape.width()), DataType.FLOAT32);
    }

    /** Shape [batch, 1]; good until the next batch. */
    NDArray labels(NDManager manager) {
        return manager.create(labels, new Shape(size, 1), DataType.INT64);
    }

    private static ByteBuffer roomFor(ByteBuffer buffer, int bytes) {
        ByteBuffer room = buffer.capacity() >= bytes
                ? buffer
                : ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        return room.clear().limit(bytes);
    }
}
