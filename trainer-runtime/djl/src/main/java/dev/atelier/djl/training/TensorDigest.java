package dev.atelier.djl.training;

import dev.atelier.contracts.Sha256;
import dev.atelier.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;

/** SHA-256 of tensors by their names and numbers. */
final class TensorDigest {
    private TensorDigest() {}

    static byte[] of(SortedMap<String, Tensor> tensors) {
        MessageDigest digest = Sha256.create();
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            digest.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update(bytes(entry.getValue()));
        }
        return digest.digest();
    }

    private static ByteBuffer bytes(Tensor tensor) {
        return switch (tensor) {
            case Tensor.F32(var _, var values) -> {
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
                bytes.asFloatBuffer().put(values);
                yield bytes;
            }
            case Tensor.I64(var _, var values) -> {
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
                bytes.asLongBuffer().put(values);
                yield bytes;
            }
        };
    }
}
