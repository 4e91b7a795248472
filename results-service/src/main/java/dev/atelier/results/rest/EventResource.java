package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.live.Audience;
import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.ChangeReader.Changes;
import dev.atelier.results.live.CommitSignal;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.live.RowChange;
import dev.atelier.results.rest.filter.Choice;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import dev.atelier.results.view.joblog.JobLogEntry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Jobs and epochs as they change, and new lines of the log of the job that is followed, as server-sent events. What is sent is the
 * committed row, so several quick changes may come as one. An event's id is a position in the log: a client that reconnects with
 * {@code Last-Event-ID} gets what changed since, and no epoch twice. A stream holds one page of changes in memory at most: a slow
 * reader is waited for, one that takes nothing at all is disconnected, and the number of streams is bounded. A stream ends with the
 * token that it was requested with.
 */
@Path("/api/events")
@Tag(name = "Events")
@Singleton
public class EventResource {
    private static final String POSITION = "position";
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final ChangeReader changes;
    private final CommitSignal signal;
    private final JsonWebToken caller;
    private final Semaphore places;
    private final int most;
    private final Duration readerTimeout;
    private volatile boolean stopping;

    /**
     * @param caller the token of the client that is being answered
     * @param most streams at once
     * @param readerTimeout how long a reader may take nothing at all
     */
    public EventResource(
            ChangeReader changes,
            CommitSignal signal,
            JsonWebToken caller,
            MeterRegistry meters,
            @ConfigProperty(name = "atelier.results.streams", defaultValue = "100") int most,
            @ConfigProperty(name = "atelier.results.reader-timeout", defaultValue = "30s") Duration readerTimeout) {
        this.changes = changes;
        this.signal = signal;
        this.caller = caller;
        this.places = new Semaphore(most);
        this.most = most;
        this.readerTimeout = readerTimeout;
        Gauge.builder("atelier.streams", places, free -> most - free.availablePermits())
                .description("Streams of changes that are open")
                .register(meters);
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RunOnVirtualThread
    @Operation(
            operationId = "followChanges",
            summary = "Changes of jobs and epochs, and lines of a job's log, as they are committed",
            description =
                    "Events of type job and epoch carry what GET /api/jobs and /api/jobs/{id}/epochs show; those of "
                            + "type log, where one job is followed, what GET /api/jobs/{id}/log shows. The first "
                            + "event, position, carries nothing but an id. A job whose attempt rises may have lost the epochs "
                            + "that its checkpoint did not hold.")
    public void stream(
            @QueryParam("job") @Parameter(description = "Only changes of this job, and its log") @Nullable String job,
            @QueryParam("study") @Parameter(description = "Only changes of the jobs of this study") @Nullable String study,
            @QueryParam("only")
                    @Parameter(
                            description = "position: one event without content whenever anything was committed",
                            schema = @Schema(enumeration = POSITION))
                    @Nullable String only,
            @QueryParam("after")
                    @Parameter(
                            description =
                                    "The id of the last event that is known; without it, only what changes from now on")
                    @Nullable String after,
            @HeaderParam("Last-Event-ID")
                    @Parameter(description = "What a client sends that connects again; it precedes after")
                    @Nullable String lastEventId,
            @Context SseEventSink sink,
            @Context Sse sse)
            throws InterruptedException {
        Audience audience = new Audience(
                Optional.ofNullable(job),
                Optional.ofNullable(study),
                Choice.of("only", only, List.of(POSITION)).isPresent());
        Cursor cursor = cursor(after, lastEventId, audience);
        Optional<Instant> end = endOfToken();
        if (!places.tryAcquire()) {
            throw new WebApplicationException(Response.fromResponse(Refusal.response(
                            503, "There are " + most + " streams already, as many as atelier.results.streams allows"))
                    .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER.toSeconds())
                    .build());
        }
        try (sink) {
            send(sink, position(sse, cursor));
            while (!sink.isClosed() && !stopping && !isOver(end)) {
                cursor = sendNext(sink, sse, audience, cursor, end);
            }
        } catch (ExecutionException | TimeoutException e) {
            // Nobody reads any more.
            return;
        } finally {
            places.release();
        }
    }

    private Optional<Instant> endOfToken() {
        return caller.getRawToken() == null
                ? Optional.empty()
                : Optional.of(Instant.ofEpochSecond(caller.getExpirationTime()));
    }

    private static boolean isOver(Optional<Instant> end) {
        return end.filter(time -> !Instant.now().isBefore(time)).isPresent();
    }

    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopping = true;
        signal.onRebuilt();
    }

    private Cursor sendNext(SseEventSink sink, Sse sse, Audience audience, Cursor from, Optional<Instant> end)
            throws ExecutionException, TimeoutException, InterruptedException {
        long seen = signal.commits();
        Cursor cursor = from;
        try {
            if (audience.positionOnly()) {
                cursor = changes.now();
                if (!cursor.equals(from)) {
                    send(sink, position(sse, cursor));
                }
                return awaitCommit(sink, sse, seen, cursor);
            }
            Changes news = changes.since(from, audience);
            List<RowChange> page = news.changes();
            cursor = news.from();
            for (int i = 0; i < page.size(); i++) {
                if (stopping || isOver(end)) {
                    return cursor;
                }
                RowChange change = page.get(i);
                OutboundSseEvent.Builder event = sse.newEventBuilder()
                        .name(change.type())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(change.subject());
                if (i + 1 == page.size() || !page.get(i + 1).isAt(change)) {
                    cursor = cursor.past(change);
                    event.id(cursor.toString());
                }
                send(sink, event.build());
            }
            cursor = news.reached();
            for (JobLogEntry line : news.lines()) {
                cursor = cursor.withLog(line.at().next());
                send(
                        sink,
                        sse.newEventBuilder()
                                .name("log")
                                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                                .id(cursor.toString())
                                .data(line)
                                .build());
            }
            if (news.more()) {
                return cursor;
            }
        } catch (DatabaseAwayException e) {
            send(
                    sink,
                    sse.newEventBuilder().comment("the database is unavailable").build());
        }
        return awaitCommit(sink, sse, seen, cursor);
    }

    private Cursor awaitCommit(SseEventSink sink, Sse sse, long seen, Cursor cursor)
            throws ExecutionException, TimeoutException, InterruptedException {
        signal.await(seen, HEARTBEAT);
        if (signal.commits() == seen) {
            send(sink, sse.newEventBuilder().comment("keep-alive").build());
        }
        return cursor;
    }

    private static OutboundSseEvent position(Sse sse, Cursor cursor) {
        return sse.newEventBuilder()
                .name(POSITION)
                .id(cursor.toString())
                .data("{}")
                .build();
    }

    private Cursor cursor(@Nullable String after, @Nullable String lastEventId, Audience audience) {
        String position = lastEventId == null || lastEventId.isEmpty() ? after : lastEventId;
        if (position == null) {
            return changes.now(audience);
        }
        try {
            return changes.withLog(Cursor.parse(position), audience);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
    }

    /** Waits until the event is on its way, so that a slow reader slows down only its own stream. */
    private void send(SseEventSink sink, OutboundSseEvent event)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            sink.send(event).toCompletableFuture().get(readerTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IllegalStateException closed) {
            throw new ExecutionException("The client has disconnected", closed);
        }
    }
}
