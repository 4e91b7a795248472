package dev.atelier.cli.command.submission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.submission.SubmissionDocument;
import dev.atelier.cli.submission.SubmissionFile;
import dev.atelier.contracts.dataset.OfferedDataset;
import dev.atelier.contracts.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DatasetFallbackTest {
    private static final OfferedDataset SAMPLE = new OfferedDataset("fashion-mnist-sample", true, false, null, null);
    private static final OfferedDataset FULL = new OfferedDataset("fashion-mnist", true, false, null, null);
    private static final OfferedDataset MISSING =
            new OfferedDataset("fashion-mnist", false, false, "Dataset fashion-mnist was not found: …", null);
    private static final OfferedDataset PENDING =
            new OfferedDataset("fashion-mnist", false, true, "It is still being read.", null);

    private final StringWriter err = new StringWriter();
    private final List<Duration> pauses = new ArrayList<>();
    private final SubmissionDocument quickstart = SubmissionFile.read(Path.of("../studies/quickstart.yaml"), List.of());

    @Test
    void theQuickstartRunsOnFashionMnistWhereThatIs() throws Exception {
        JsonNode chosen = choose(() -> List.of(FULL, SAMPLE), quickstart);

        assertThat(chosen.path("study").textValue()).isEqualTo("quickstart");
        assertThat(chosen.has("fallback")).isFalse();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void elsewhereItRunsOnTheSampleUnderItsNameAndOneLineReportsIt() throws Exception {
        JsonNode chosen = choose(() -> List.of(MISSING, SAMPLE), quickstart);

        assertThat(chosen.path("study").textValue()).isEqualTo("quickstart-sample");
        assertThat(chosen.at("/variants/0/name").textValue()).isEqualTo("fashion-mnist-sample");
        assertThat(chosen.at("/base/data/dataset").textValue()).isEqualTo("fashion-mnist-sample");
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("*** FASHION-MNIST IS NOT AVAILABLE HERE: this trains study quickstart-sample on"
                        + " fashion-mnist-sample instead")
                .contains("Dataset fashion-mnist was not found");
    }

    @Test
    void whatIsStillBeingFetchedIsWaitedFor() throws Exception {
        Deque<OfferedDataset> states = new ArrayDeque<>(List.of(PENDING, PENDING, FULL));

        JsonNode chosen = choose(() -> List.of(states.remove(), SAMPLE), quickstart);

        assertThat(chosen.path("study").textValue()).isEqualTo("quickstart");
        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("Waiting for the dataset fashion-mnist, which is being fetched …");
    }

    @Test
    void noOtherStudyFallsBackUnasked() throws Exception {
        SubmissionDocument depth = SubmissionFile.read(Path.of("../studies/paper/mlp-depth.yaml"), List.of());
        assertThat(depth.fallback()).isEmpty();

        assertThat(choose(() -> List.of(MISSING, SAMPLE), depth)).isEqualTo(depth.request());
    }

    @Test
    void aStudyWithoutAFallbackWaitsForItsDatasetAsWell() throws Exception {
        SubmissionDocument depth = SubmissionFile.read(Path.of("../studies/paper/mlp-depth.yaml"), List.of());
        Deque<OfferedDataset> states = new ArrayDeque<>(List.of(PENDING, PENDING, FULL));

        assertThat(choose(() -> List.of(states.remove(), SAMPLE), depth)).isEqualTo(depth.request());
        assertThat(states).isEmpty();
    }

    @Test
    void anotherDatasetThatIsMissingIsNoReason() throws Exception {
        SubmissionDocument onSample = new SubmissionDocument(
                Json.MAPPER.readTree("""
                        {"study": "a", "base": {"family": "mlp", "data": {"dataset": "fashion-mnist-sample",
                         "split": {"validation": 300}}}}"""), List.of(), Optional.of(Json.MAPPER.readTree("{\"study\": \"b\"}")));

        assertThat(choose(() -> List.of(MISSING, SAMPLE), onSample)).isEqualTo(onSample.request());
    }

    private JsonNode choose(Supplier<List<OfferedDataset>> offered, SubmissionDocument submission)
            throws InterruptedException {
        return new DatasetFallback(offered, new PrintWriter(err, true), pauses::add).choose(submission);
    }
}
