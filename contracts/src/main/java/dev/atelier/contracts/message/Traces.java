package dev.atelier.contracts.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One trace from a submission through its jobs to the tables. Records carry it in the headers {@code traceparent} and
 * {@code tracestate} of <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>; where tracing is off they
 * carry nothing, and spans cost nothing.
 */
public final class Traces {
    private static final String PARENT = "traceparent";
    private static final String SCOPE = "dev.atelier";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private Traces() {}

    /** The trace that a record is part of. */
    public static Context of(Headers headers) {
        return W3C.extract(Context.root(), headers, HeaderGetter.INSTANCE);
    }

    /** The trace that a record is part of, as text that {@link #carryOn(Headers, String)} takes; empty for none. */
    public static String text(Headers headers) {
        return Objects.requireNonNullElse(HeaderGetter.INSTANCE.get(headers, PARENT), "");
    }

    /** Makes a record part of a trace. */
    public static void carryOn(Headers headers, String trace) {
        if (!trace.isEmpty()) {
            headers.remove(PARENT).add(PARENT, trace.getBytes(UTF_8));
        }
    }

    /** Whether there is a trace to be part of, and it is sampled. */
    public static boolean isTraced(Context context) {
        return Span.fromContext(context).getSpanContext().isSampled();
    }

    /** Makes a record part of the trace that the current thread is in, if it is in one. */
    public static void carryOn(Headers headers) {
        carryOn((name, value) -> headers.remove(name).add(name, value.getBytes(UTF_8)));
    }

    /** Makes what has headers of text, such as a request over HTTP, part of it. */
    public static void carryOn(BiConsumer<String, String> header) {
        Context current = Context.current();
        if (isTraced(current)) {
            W3C.inject(current, header, (set, name, value) -> {
                if (set != null) {
                    set.accept(name, value);
                }
            });
        }
    }

    /** Begins a piece of work that is part of the trace that a record came with. */
    public static Span begin(String name, Context cause) {
        return begin(name, SpanKind.CONSUMER, cause);
    }

    /** Begins a piece of work that is part of what the current thread does. */
    public static Span begin(String name) {
        return begin(name, SpanKind.INTERNAL, Context.current());
    }

    private static Span begin(String name, SpanKind kind, Context parent) {
        return GlobalOpenTelemetry.getTracer(SCOPE)
                .spanBuilder(name)
                .setSpanKind(kind)
                .setParent(parent)
                .startSpan();
    }

    private enum HeaderGetter implements TextMapGetter<Headers> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Headers headers) {
            return StreamSupport.stream(headers.spliterator(), false)
                    .map(Header::key)
                    .toList();
        }

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
        }
    }
}
