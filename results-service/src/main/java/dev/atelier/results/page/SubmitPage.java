package dev.atelier.results.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.access.Refusal;
import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.NumberText;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.submission.SubmissionAnswer;
import dev.atelier.results.submission.SubmissionClient;
import dev.atelier.results.submission.SubmissionProgress;
import dev.atelier.results.view.JobReader;
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
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The page on which a job or a study is submitted: what is sent is JSON, and a form helps to write it. */
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
    private static final Duration PROJECTION_TIMEOUT = Duration.ofSeconds(5);

    private final Template page;
    private final Template accepted;
    private final JobReader jobs;
    private final SubmissionClient datasetService;
    private final SubmissionProgress progress;
    private final String defaults = Json.text(defaults());

    public SubmitPage(
            @Location("submit.html") Template page,
            @Location("accepted.html") Template accepted,
            JobReader jobs,
            SubmissionClient datasetService,
            SubmissionProgress progress) {
        this.page = page;
        this.accepted = accepted;
        this.jobs = jobs;
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
    public Response submit(@FormParam("request") @Nullable String request, @FormParam("fresh") @Nullable String fresh)
            throws InterruptedException {
        String written = request == null ? "" : request;
        boolean again = fresh != null;
        return switch (datasetService.submit(written, again)) {
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
            case SubmissionAnswer.NotTaken(String reason) ->
                Html.refused(Response.Status.SERVICE_UNAVAILABLE, form(written, List.of(new Wrong("", reason)), again));
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
                .data("families", Families.names())
                .data("optimizers", optimizers())
                .data("defaults", defaults);
    }

    /** A job of the first family. */
    private static String example() {
        return EXAMPLE.formatted(Families.names().getFirst());
    }

    private static List<String> optimizers() {
        return JobSchema.document()
                .at("/$defs/optimizer/properties/name/enum")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private String requestOf(String id) {
        JsonNode request = JobSchema.current(jobs.find(id)
                .orElseThrow(() -> Refusal.notFound("There is no job '" + id + "' to copy"))
                .request());
        try {
            return written(request);
        } catch (IOException e) {
            throw new IllegalStateException("a stored request cannot be written", e);
        }
    }

    /** Indented JSON with numbers as engineers write them. */
    private static String written(JsonNode request) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonGeneratorDelegate(Json.MAPPER.createGenerator(text).useDefaultPrettyPrinter()) {
                    @Override
                    public void writeNumber(double number) throws IOException {
                        writeNumber(NumberText.of(number));
                    }
                }) {
            Json.MAPPER.writeTree(json, request);
        }
        return text.toString();
    }

    /** What a job of each family is where nothing else is requested. */
    private static ObjectNode defaults() {
        ObjectNode byFamily = JsonNodeFactory.instance.objectNode();
        for (Family family : Families.known()) {
            ObjectNode least = JsonNodeFactory.instance.objectNode().put("family", family.name());
            if (JobSchema.resolve(least) instanceof Checked.Valid<Job>(Job job)) {
                byFamily.set(family.name(), Json.tree(job));
            }
        }
        return byFamily;
    }
}
