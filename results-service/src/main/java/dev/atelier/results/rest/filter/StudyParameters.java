package dev.atelier.results.rest.filter;

import dev.atelier.results.rest.label.ArchivedParameter;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.study.StudyFilter;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which studies a request is about, by query parameters. A parameter without a value is none. */
public final class StudyParameters {
    public static final List<String> STATES =
            Stream.of(StudyFilter.State.values()).map(Enum::name).toList();

    @QueryParam("name")
    @Parameter(description = "Part of the study's name")
    @Nullable String name;

    @QueryParam("state")
    @Parameter(
            description = "OPEN: some of its jobs wait or run; ENDED: none does",
            schema = @Schema(enumeration = {"OPEN", "ENDED"}))
    @Nullable String state;

    @QueryParam("sort")
    @Parameter(
            description = "Which first",
            schema =
                    @Schema(
                            enumeration = {"latest", "oldest", "name"},
                            defaultValue = "latest"))
    @Nullable String sort;

    @BeanParam
    ArchivedParameter archived = new ArchivedParameter();

    /**
     * The studies that the request is about.
     *
     * @throws jakarta.ws.rs.WebApplicationException if a parameter is invalid
     */
    public StudyFilter filter(Part part) {
        return new StudyFilter(
                Choice.text(name),
                Choice.of("state", state, STATES).map(StudyFilter.State::valueOf),
                archived.choice(),
                Choice.order(sort, StudyFilter.ORDERS),
                part);
    }
}
