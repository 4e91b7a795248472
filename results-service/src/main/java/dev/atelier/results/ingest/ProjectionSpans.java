package dev.atelier.results.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.message.Traces;
import dev.atelier.results.ingest.log.ReadRecord;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a batch's transaction is in the traces of its records; records that are part of none have no span. */
final class ProjectionSpans implements AutoCloseable {
    private final List<Span> spans;
    private boolean committed;

    private ProjectionSpans(List<Span> spans) {
        this.spans = spans;
    }

    static ProjectionSpans begin(List<ReadRecord> records) {
        return new ProjectionSpans(records.stream()
                .map(ReadRecord::source)
                .filter(record -> Traces.isTraced(Traces.of(record.headers())))
                .map(ProjectionSpans::begin)
                .toList());
    }

    private static Span begin(ConsumerRecord<byte[], byte[]> record) {
        String type = Optional.ofNullable(record.headers().lastHeader("ce_type"))
                .map(header -> new String(header.value(), UTF_8))
                .orElse("record");
        return Traces.begin("project " + type, Traces.of(record.headers()));
    }

    void recordCommit() {
        committed = true;
    }

    @Override
    public void close() {
        spans.forEach(span -> {
            if (!committed) {
                span.setStatus(StatusCode.ERROR, "not committed; tried again later");
            }
            span.end();
        });
    }
}
