package dev.atelier.results.page;

import dev.atelier.results.report.Reports;
import dev.atelier.results.view.StudyReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The pages of studies: all of them, and each with its report. */
@Path("/studies")
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class StudyPages {
    private final Template list;
    private final Template study;
    private final StudyReader studies;
    private final Reports reports;

    public StudyPages(
            @Location("studies.html") Template list,
            @Location("study.html") Template study,
            StudyReader studies,
            Reports reports) {
        this.list = list;
        this.study = study;
        this.studies = studies;
        this.reports = reports;
    }

    @GET
    @Operation(hidden = true)
    public Response list() {
        return Html.page(list.data("studies", studies.list().items()));
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public Response study(String id) {
        return Html.charts(study.data("report", reports.find(id).orElseThrow(NotFoundException::new)));
    }
}
