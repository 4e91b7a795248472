package dev.atelier.results.rest;

import dev.atelier.access.QueryNumber;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.joblog.JobLogLevel;
import dev.atelier.results.projection.LogPosition;
import dev.atelier.results.rest.filter.Choice;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.joblog.JobLogEntry;
import dev.atelier.results.view.joblog.JobLogFilter;
import dev.atelier.results.view.joblog.JobLogReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The log of a job: what trainers did with it. */
@Path("/api/jobs")
@Tag(name = "Jobs")
@Blocking
public final class JobLogResource {
    private static final int USUAL_LIMIT = 200;
    private static final int GREATEST_ATTEMPT = 999_999_999;
    private static final String START = "start";
    private static final LogPosition FIRST = new LogPosition(0, 0);

    private final JobLogReader logs;

    public JobLogResource(JobLogReader logs) {
        this.logs = logs;
    }

    @GET
    @Path("{id}/log")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readLog",
            summary = "The log of a job, in order",
            description =
                    "The last lines or, with after, those that follow. New lines are sent as events of type log by"
                            + " GET /api/events?job=ID.")
    public Listing<JobLogEntry> log(
            String id,
            @QueryParam("after")
                    @Parameter(description = "The position of the last line that is known, or start")
                    @Nullable String after,
            @QueryParam("limit")
                    @Parameter(
                            description = "Most lines to show",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "1",
                                            maximum = "1000",
                                            defaultValue = "200"))
                    @Nullable String limit,
            @QueryParam("attempt")
                    @Parameter(
                            description = "Only the lines of this attempt",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "999999999"))
                    @Nullable String attempt,
            @QueryParam("level")
                    @Parameter(
                            description = "Only lines of this level or above",
                            schema = @Schema(enumeration = {"info", "warn", "error"}))
                    @Nullable String level) {
        int most = QueryNumber.read("limit", limit, USUAL_LIMIT, 1, Part.MAX_LIMIT);
        JobLogFilter filter = filter(attempt, level);
        return Choice.text(after)
                .map(position -> logs.from(id, from(position), filter, most))
                .orElseGet(() -> logs.last(id, filter, most))
                .orElseThrow(() -> JobResource.noSuchJob(id));
    }

    @GET
    @Path("{id}/log.txt")
    @Produces(MediaType.TEXT_PLAIN + ";charset=UTF-8")
    @Operation(operationId = "downloadLog", summary = "The whole log of a job as text, with the stack traces of errors")
    public StreamingOutput text(
            String id,
            @QueryParam("attempt")
                    @Parameter(
                            description = "Only the lines of this attempt",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "999999999"))
                    @Nullable String attempt,
            @QueryParam("level")
                    @Parameter(
                            description = "Only lines of this level or above",
                            schema = @Schema(enumeration = {"info", "warn", "error"}))
                    @Nullable String level) {
        JobLogFilter filter = filter(attempt, level);
        Listing<JobLogEntry> first =
                logs.from(id, FIRST, filter, Part.MAX_LIMIT).orElseThrow(() -> JobResource.noSuchJob(id));
        return output -> {
            Listing<JobLogEntry> page = first;
            while (!page.items().isEmpty()) {
                for (JobLogEntry line : page.items()) {
                    output.write(line.text().getBytes(StandardCharsets.UTF_8));
                }
                LogPosition next = page.items().getLast().at().next();
                page = page.items().size() < Part.MAX_LIMIT
                        ? new Listing<>(List.of(), 0)
                        : logs.from(id, next, filter, Part.MAX_LIMIT).orElseThrow(() -> JobResource.noSuchJob(id));
            }
        };
    }

    private static LogPosition from(String after) {
        return after.equals(START)
                ? FIRST
                : LogPosition.parse(after)
                        .map(LogPosition::next)
                        .orElseThrow(() -> Refusal.badRequest(
                                "after is '" + after + "'; expected the position of a line, such as 2:15, or start"));
    }

    private static JobLogFilter filter(@Nullable String attempt, @Nullable String level) {
        Optional<Integer> number =
                Choice.text(attempt).map(given -> QueryNumber.read("attempt", given, 1, 1, GREATEST_ATTEMPT));
        return new JobLogFilter(
                number,
                Choice.of(
                                "level",
                                level,
                                Stream.of(JobLogLevel.values())
                                        .map(JobLogLevel::word)
                                        .toList())
                        .map(JobLogLevel::of)
                        .orElse(JobLogLevel.INFO));
    }
}
