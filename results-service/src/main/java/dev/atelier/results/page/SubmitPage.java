package dev.atelier.results.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.page.form.WrittenRequest;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.submission.SubmissionAnswer;
import dev.atelier.results.submission.SubmissionClient;
import dev.atelier.results.submission.SubmissionProgress;
import dev.atelier.results.view.JobReader;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import dev.atelier.results.view.RecordReader;
import dev.atelier.results.view.RecordReader.DatasetFilter;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page on which a job or a study is submitted, as JSON or YAML. A form of the fields of a job helps to write JSON. */
@Path("/submit")
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class SubmitPage {
    private static final String EXAMPLE = """
            {
              "family": "%s",
              "name": "first try",
              "training": {
                "epochs": 5
              }
            }""";
    private static final DatasetFilter ALL_DATASETS =
            new DatasetFilter(Optional.empty(), DatasetFilter.ORDERS.getFirst(), Part.first());
    private static final Duration PROJECTION_TIMEOUT = Duration.ofSeconds(5);

    private final Template page;
    private final Template accepted;
    private final JobReader jobs;
    private final RecordReader records;
    private final SubmissionClient datasetService;
    private final SubmissionProgress progress;
    private final String schema = Json.text(JobSchema.document());

    public SubmitPage(
            @Location("submit.html") Template page,
            @Location("accepted.html") Template accepted,
            JobReader jobs,
            RecordReader records,
            SubmissionClient datasetService,
            SubmissionProgress progress) {
        this.page = page;
        this.accepted = accepted;
        this.jobs = jobs;
        this.records = records;
        this.datasetService = datasetService;
        this.progress = progress;
    }

    /** @param like id of a job whose request the form starts with */
    @GET
    @Operation(hidden = true)
    public Response form(@QueryParam("like") @Nullable String like) {
        return Html.page(form(like == null || like.isEmpty() ? example() : requestOf(like), List.of(), false));
    }

    @POST
    @Operation(hidden = true)
    public Response submit(
            @FormParam("request") @Nullable String request,
            @FormParam("fresh") @Nullable String fresh,
            @FormParam("show") @Nullable String show)
            throws InterruptedException {
        String written = request == null ? "" : request;
        boolean again = fresh != null;
        String json;
        try {
            json = WrittenRequest.json(written);
        } catch (IllegalArgumentException e) {
            return Html.refused(
                    Response.Status.BAD_REQUEST,
                    form(written, List.of(new Wrong("", String.valueOf(e.getMessage()))), again));
        }
        if (show != null) {
            return Html.page(form(json, List.of(), again));
        }
        return switch (datasetService.submit(json, again)) {
            case SubmissionAnswer.Accepted(var event) -> {
                progress.awaitProjected(event, PROJECTION_TIMEOUT);
                yield Html.page(accepted.data("event", event));
            }
            case SubmissionAnswer.Rejected(var event) ->
                Html.refused(
                        Response.Status.BAD_REQUEST,
                        form(
                                written,
                                event.violations().stream()
                                        .map(violation -> new Wrong(violation.field(), violation.sentence()))
                                        .toList(),
                                again));
            case SubmissionAnswer.NotTaken(int status, String reason) ->
                Html.refused(
                        Response.Status.fromStatusCode(status), form(written, List.of(new Wrong("", reason)), again));
        };
    }

    /**
     * A violation.
     *
     * @param field path of the field; empty for the whole submission
     */
    public record Wrong(String field, String sentence) {}

    private TemplateInstance form(String request, List<Wrong> wrong, boolean fresh) {
        return page.data("request", request)
                .data("wrong", wrong)
                .data("fresh", fresh)
                .data("schema", schema)
                .data("datasets", Json.text(datasets()));
    }

    /** A job of the first family. */
    private static String example() {
        return EXAMPLE.formatted(Families.names().getFirst());
    }

    /** Names of the datasets that are published; none where the database does not respond. */
    private List<String> datasets() {
        try {
            return records.datasets(ALL_DATASETS).items().stream()
                    .map(RecordReader.Dataset::name)
                    .distinct()
                    .toList();
        } catch (DatabaseAwayException e) {
            return List.of();
        }
    }

    private String requestOf(String id) {
        JsonNode request = JobSchema.current(jobs.find(id)
                .orElseThrow(() -> Refusal.notFound("There is no job '" + id + "' to copy"))
                .request());
        return WrittenRequest.indented(request);
    }
}
