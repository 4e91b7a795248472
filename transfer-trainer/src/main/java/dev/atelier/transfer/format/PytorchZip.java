package dev.atelier.transfer.format;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;

/**
 * A file that PyTorch's {@code save} wrote, from 1.6 on, or {@code torch.jit.save}: a zip with a pickle that lists the
 * tensors, and a file of numbers for each storage.
 */
final class PytorchZip {
    private static final String PICKLE = "/data.pkl";
    private static final String BYTE_ORDER = "byteorder";
    private static final int WORD_AT_MOST = 16;

    private PytorchZip() {}

    static TensorFile open(FileChannel file, StopSignal stop) throws IOException, StoppedException {
        StoredZip zip = StoredZip.open(file);
        String root = root(zip);
        StoredZip.Entry pickle = zip.entry(root + "data.pkl");
        if (pickle.bytes() > PickleMachine.BYTES_AT_MOST) {
            throw new WeightsException("its list of tensors has " + pickle.bytes() + " bytes; expected at most "
                    + PickleMachine.BYTES_AT_MOST + "; " + WeightsException.SAVE_STATE);
        }
        requireLittleEndian(file, zip, root);
        byte[] bytes =
                FileFormat.read(file, zip.begin(pickle), (int) pickle.bytes()).array();
        PickledTensors tensors = PickledTensors.of(PickleMachine.read(new PickleInput(bytes), new HashMap<>(), stop));
        return new StorageReader(file, tensors, key -> {
            StoredZip.Entry entry = zip.entry(root + "data/" + key);
            return new StorageReader.Place(zip.begin(entry), entry.bytes());
        });
    }

    private static String root(StoredZip zip) throws WeightsException {
        for (String name : zip.names()) {
            if (name.endsWith(PICKLE)) {
                return name.substring(0, name.length() - PICKLE.length() + 1);
            }
        }
        throw new WeightsException(OtherArchive.describe(zip.names()));
    }

    private static void requireLittleEndian(FileChannel file, StoredZip zip, String root) throws IOException {
        if (zip.has(root + BYTE_ORDER)) {
            StoredZip.Entry entry = zip.entry(root + BYTE_ORDER);
            int bytes = (int) Math.min(WORD_AT_MOST, entry.bytes());
            String order =
                    new String(FileFormat.read(file, zip.begin(entry), bytes).array(), StandardCharsets.US_ASCII);
            if (order.strip().equals("big")) {
                throw new WeightsException("it was written on a machine whose numbers are big-endian; "
                        + WeightsException.LOAD_AND_SAVE + ", on another machine");
            }
        }
    }
}
