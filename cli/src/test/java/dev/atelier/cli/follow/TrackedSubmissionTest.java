package dev.atelier.cli.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackedSubmissionTest {
    @Test
    void jobsOfOneLabelAreToldApartByTheirIds() {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("0123456789abcdef", "wide");
        labels.put("123456789abcdef0", "deep");
        labels.put("23456789abcdef01", "wide");

        TrackedSubmission tracked = new TrackedSubmission(Optional.empty(), labels, Map.of(), Map.of());

        assertThat(tracked.labels().values()).containsExactly("wide 01234567", "deep", "wide 23456789");
    }

    /** A study and one that it includes choose by different metrics; a job of both shows both. */
    @Test
    void progressShowsTheObjectiveOfTheStudyThatDeclaresAJob() {
        JsonNode request = Json.read("""
                {"study": "all", "objective": {"metric": "validation.accuracy"}, "base": {"family": "mlp"}, "include": [
                  {"study": "loss", "objective": {"metric": "validation.loss"}, "base": {"family": "mlp"}},
                  {"study": "usual", "base": {"family": "mlp"}},
                  {"study": "inner", "include": [{"study": "f1", "objective": {"metric": "validation.macroF1"}}]}]}""".getBytes(StandardCharsets.UTF_8), JsonNode.class);
        SubmissionAccepted accepted = new SubmissionAccepted(
                "s",
                new RecordOrigin(0, 0, ""),
                "all-12345678",
                "all",
                request,
                List.of(
                        member("all", "a"),
                        member("loss", "b"),
                        member("usual", "c"),
                        member("f1", "d"),
                        member("all", "e"),
                        member("loss", "e")),
                Instant.EPOCH);
        StringWriter out = new StringWriter();
        PlainProgress progress = new PlainProgress(
                new PrintWriter(out),
                TrackedSubmission.of(accepted).shown(ShownMetrics.of(accepted, List.of(new Metric("train.accuracy")))));

        for (String label : TrackedSubmission.of(accepted).labels().values()) {
            progress.showEpoch(label, Jobs.epoch(2, 0.3, Map.of("validation.loss", 0.44)));
        }

        assertThat(out.toString().lines().map(line -> line.replaceAll(".*loss 0.3000|[0-9.]+ %|0.4400| -|  5.*", "")))
                .map(String::strip)
                .map(line -> line.replaceAll("\\s+", " "))
                .containsExactly(
                        "validation accuracy training accuracy",
                        "validation loss training accuracy",
                        "validation accuracy training accuracy",
                        "validation macro F1 training accuracy",
                        "validation accuracy validation loss training accuracy");
    }

    private static SubmissionAccepted.Member member(String experiment, String job) {
        return new SubmissionAccepted.Member(
                experiment, job, 1, new Family("mlp"), job, SubmissionAccepted.Disposition.QUEUED, 1, job, Map.of());
    }
}
