package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.stacktesting.Output;
import dev.atelier.stacktesting.RunningStack;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart on a machine from which Fashion-MNIST cannot be had in any way. */
class QuickstartTest {
    private static final String NOBODY = "http://127.0.0.1:9/";
    private static final Map<String, String> CUT_OFF = Map.of(
            "ATELIER_DATASETS_FASHION_MNIST_ENABLED", "true",
            "ATELIER_DATASETS_FASHION_MNIST_SYSTEM_FOLDER", "/nowhere",
            "ATELIER_DATASETS_FASHION_MNIST_DOWNLOAD", NOBODY,
            "http_proxy", NOBODY,
            "https_proxy", NOBODY);

    @TempDir
    private Path data;

    @Test
    void trainsOnTheSampleAndNamesItEverywhere() {
        try (RunningStack stack = RunningStack.up(data, CUT_OFF)) {
            Output run = stack.atelier("run", "../studies/quickstart.yaml", "--set", "training.epochs=2");

            assertThat(run.exitCode()).as(run.text()).isZero();
            assertThat(run.text().lines().filter(line -> line.startsWith("*** FASHION-MNIST IS NOT AVAILABLE HERE")))
                    .singleElement()
                    .asString()
                    .contains("Debian's package dataset-fashion-mnist cannot be fetched");
            assertThat(run.out()).contains("quickstart-sample: 1 queued").containsPattern("fashion-mnist-sample +1/1");
            assertThat(stack.atelier("jobs").out())
                    .contains("quickstart-sample")
                    .doesNotContain(" quickstart ");
        }
        // A start, a job and a stop, of which nothing is unusual but the dataset that is not available.
        assertThat(LogFindings.in(data.resolve("logs")))
                .filteredOn(line -> !line.contains("fashion-mnist"))
                .isEmpty();
    }
}
