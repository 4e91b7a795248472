package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of weights of every format, cut off or damaged. */
class DamagedWeightsTest {
    @TempDir
    private Path folder;

    /** Whatever of a file is missing, it is refused in words; a whole one is read. */
    @ParameterizedTest
    @MethodSource("all")
    void noPartOfAFileIsTakenForTheWhole(String name) throws Exception {
        byte[] whole = Files.readAllBytes(WeightsFormats.resource(name));
        Path file = folder.resolve("cut");
        for (int length = 0; length < whole.length; length += 1 + whole.length / 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            Throwable refusal = catchThrowable(() -> WeightsFormats.read(file));
            assertThat(refusal).as("%d bytes", length).isInstanceOf(WeightsException.class);
            WeightsFormats.assertInWords(refusal);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void noDamageDoesMoreThanBeReported(String name) throws Exception {
        byte[] whole = Files.readAllBytes(WeightsFormats.resource(name));
        Random random = new Random(7);
        Path file = folder.resolve("damaged");
        for (int trial = 0; trial < 200; trial++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= trial % 3; i++) {
                damaged[random.nextInt(Math.min(whole.length, 1 + trial * whole.length / 100))] =
                        (byte) random.nextInt();
            }
            Files.write(file, damaged);
            Throwable refusal = catchThrowable(() -> WeightsFormats.read(file));
            if (refusal != null) {
                assertThat(refusal).isInstanceOf(WeightsException.class);
                WeightsFormats.assertInWords(refusal);
            }
        }
    }

    static Stream<String> all() throws Exception {
        return Stream.of("weights", "averaged", "refused").flatMap(part -> {
            try {
                return WeightsFormats.names(part).map(name -> part + "/" + name);
            } catch (IOException | URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
