package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.rest.filter.Choice;
import dev.atelier.results.rest.label.ArchivedParameter;
import dev.atelier.results.view.JobFilter;
import dev.atelier.results.view.JobOrder;
import dev.atelier.results.view.Part;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which jobs a request is about, by query parameters. A parameter without a value is none. */
public final class JobParameters {
    public static final List<String> STATES =
            Stream.of(JobState.values()).map(Enum::name).toList();
    /** From the most urgent. */
    public static final List<String> PRIORITIES =
            Stream.of(Priority.values()).map(Priority::word).toList().reversed();

    private static final List<String> ORDERS =
            JobOrder.all().stream().map(JobOrder::parameter).toList();

    @QueryParam("state")
    @Parameter(description = "How the job stands", schema = @Schema(implementation = JobState.class))
    @Nullable String state;

    @QueryParam("family")
    @Parameter(description = "A kind of network", example = "mlp")
    @Nullable String family;

    @QueryParam("study")
    @Parameter(description = "Id of a study that the job belongs to")
    @Nullable String study;

    @QueryParam("dataset")
    @Parameter(description = "Name of a dataset, or its key: name@version")
    @Nullable String dataset;

    @QueryParam("name")
    @Parameter(description = "Part of a name that the job was submitted under")
    @Nullable String name;

    @QueryParam("tag")
    @Parameter(description = "A tag as name=value")
    @Nullable String tag;

    @QueryParam("priority")
    @Parameter(description = "How urgent the job is", schema = @Schema(enumeration = {"high", "normal", "low"}))
    @Nullable String priority;

    @QueryParam("owner")
    @Parameter(description = "Whose trainer time the job takes", example = "ada")
    @Nullable String owner;

    @QueryParam("sort")
    @Parameter(
            description = "latest, name, duration or the name of a metric, such as validation.loss",
            schema = @Schema(defaultValue = "latest"))
    @Nullable String sort;

    @BeanParam
    ArchivedParameter archived = new ArchivedParameter();

    private Optional<String> tag() {
        Optional<String> wanted = Choice.text(tag);
        wanted.filter(text -> text.indexOf('=') < 1).ifPresent(text -> {
            throw Refusal.badRequest("tag is '" + text + "'; expected the name and the value of a tag, name=value");
        });
        return wanted;
    }

    /**
     * The jobs that the request is about.
     *
     * @throws jakarta.ws.rs.WebApplicationException if a parameter is invalid
     */
    public JobFilter filter(Part part) {
        return new JobFilter(
                Choice.of("state", state, STATES),
                Choice.text(family),
                Choice.text(study),
                Choice.text(dataset),
                Choice.text(name),
                tag(),
                Choice.of("priority", priority, PRIORITIES),
                Choice.text(owner),
                archived.choice(),
                order(),
                part);
    }

    private JobOrder order() {
        Optional<String> chosen = Choice.text(sort);
        return chosen.flatMap(JobOrder::named)
                .or(() -> Choice.of("sort", sort, ORDERS).flatMap(JobOrder::named))
                .orElse(JobOrder.LATEST);
    }
}
