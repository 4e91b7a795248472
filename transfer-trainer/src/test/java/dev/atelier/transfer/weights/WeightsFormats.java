package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.djl.network.Op;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.StopSignal;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * One network in every way in which PyTorch and others save it: the files of {@code formats}, which {@code
 * src/test/python/formats.py} wrote.
 */
final class WeightsFormats {
    private static final List<Op> NETWORK =
            List.of(new Op.Linear("first", 2, 3), new Op.BatchNorm2d("norm", 3), new Op.Linear("second", 3, 2));

    private WeightsFormats() {}

    static SortedMap<String, Tensor> read(Path file) throws Exception {
        try (FoundWeights found = FoundWeights.open(file, "mine", () -> {}, StopSignal.NEVER)) {
            return WeightsFile.read(found, NETWORK, StopSignal.NEVER);
        }
    }

    /** The files of a folder, by their names. */
    static Stream<String> names(String part) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(resource(part))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(WeightsFormats.class.getResource("../formats/" + name), name)
                .toURI());
    }

    /** No code of an instruction, no size that a file claims, and nothing of Java. */
    static void assertInWords(Throwable refusal) {
        assertThat(refusal.getMessage())
                .hasSizeLessThan(700)
                .doesNotContainPattern("0x|instruction|\\d{12}|null|java|Exception|Index");
    }
}
