package dev.atelier.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    @Test
    void aRecordThatFollowsFromAnotherIsPartOfItsTrace() {
        RecordHeaders received = headers(PARENT);
        RecordHeaders sent = headers("00-00000000000000000000000000000001-0000000000000001-01");

        try (Scope scope = Traces.of(received).makeCurrent()) {
            assertThat(scope).isNotNull();
            Traces.carryOn(sent);
        }

        assertThat(sent.headers("traceparent"))
                .extracting(header -> new String(header.value(), UTF_8))
                .containsExactly(PARENT);
        assertThat(Span.fromContext(Traces.of(sent)).getSpanContext().getTraceId())
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00-zz-zz-01", "00-" + TRACE + "-00f067aa0ba902b7-00"})
    void whatIsNoTraceOrOneThatNobodyWantsToSeeIsNone(String header) {
        Context context = Traces.of(headers(header));

        assertThat(Traces.isTraced(context)).isFalse();
    }

    @Test
    void whoIsInNoTraceCarriesNone() {
        RecordHeaders sent = new RecordHeaders();

        Traces.carryOn(sent);

        assertThat(sent.toArray()).isEmpty();
        assertThat(Traces.isTraced(Traces.of(sent))).isFalse();
    }

    private static RecordHeaders headers(String parent) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", parent.getBytes(UTF_8));
        return headers;
    }
}
