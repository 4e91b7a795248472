package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.pipeline.SpanCollector.CollectedSpan;
import dev.atelier.stacktesting.RunningStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace goes from a submission through its job into the tables, where tracing is switched on. */
class TraceTest {
    private static final List<CollectedSpan> PATH = List.of(
            span("dataset-service", "POST /api/submissions"),
            span("dataset-service", "answer submission"),
            span("mlp-trainer", "run job"),
            span("mlp-trainer", "epoch"),
            span("results-service", "project SubmissionAccepted"),
            span("results-service", "project JobQueued"),
            span("results-service", "project JobStarted"),
            span("results-service", "project EpochCompleted"),
            span("results-service", "project JobCompleted"));

    private static final String JOB = """
            {'family': 'mlp', 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}},
             'training': {'epochs': 3}}
            """;

    @TempDir
    private Path data;

    @Test
    void aSubmissionIsFollowedThroughAllServices() throws Exception {
        try (SpanCollector collector = SpanCollector.start();
                RunningStack stack = RunningStack.upWith(
                        Set.of("mlp"),
                        data,
                        Map.of(
                                "QUARKUS_OTEL_TRACES_SAMPLER_ARG", "1",
                                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", collector.address(),
                                "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "PT0.2S"))) {
            stack.awaitEnd(RunningStack.jobs(stack.submit(JOB)).getFirst());

            await().atMost(RunningStack.TIMEOUT)
                    .untilAsserted(() -> assertThat(ofTheSubmission(collector.spans()))
                            .extracting(span -> span(span.service(), span.name()))
                            .containsAll(PATH));
            List<CollectedSpan> trace = ofTheSubmission(collector.spans());
            assertThat(trace).filteredOn(span -> span.name().equals("epoch")).hasSize(3);
            assertThat(trace)
                    .filteredOn(span -> span.name().startsWith("project "))
                    .extracting(
                            span -> parent(trace, span).map(CollectedSpan::name).orElse("nothing"))
                    .containsOnly("answer submission", "run job");
            assertThat(trace)
                    .allMatch(span ->
                            span.parent().isEmpty() || parent(trace, span).isPresent());
        }
    }

    private static List<CollectedSpan> ofTheSubmission(List<CollectedSpan> spans) {
        Optional<String> trace = spans.stream()
                .filter(span -> span.name().equals("POST /api/submissions"))
                .map(CollectedSpan::trace)
                .findFirst();
        return spans.stream()
                .filter(span -> trace.filter(span.trace()::equals).isPresent())
                .toList();
    }

    private static Optional<CollectedSpan> parent(List<CollectedSpan> trace, CollectedSpan span) {
        return trace.stream().filter(other -> other.id().equals(span.parent())).findFirst();
    }

    private static CollectedSpan span(String service, String name) {
        return new CollectedSpan(service, name, "", "", "");
    }
}
