package dev.atelier.results.page;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.form.ControlForm;
import dev.atelier.results.page.form.EditForm;
import dev.atelier.results.page.list.Pagination;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.report.Reports;
import dev.atelier.results.report.StudyReport;
import dev.atelier.results.submission.CurrentLabels;
import dev.atelier.results.submission.LabelEditor;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.SubmissionClient;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.study.StudyJob;
import dev.atelier.results.view.study.StudyJobReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The page of a study: its report, also as files. */
@Path("/studies/{id}")
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class StudyPages {
    private static final int SHOWN = 100;

    private final Template study;
    private final Reports reports;
    private final ReportFiles files;
    private final ChangeReader changes;
    private final SubmissionClient datasetService;
    private final LabelEditor editor;
    private final StudyJobReader jobs;

    public StudyPages(
            @Location("study.html") Template study,
            Reports reports,
            ReportFiles files,
            ChangeReader changes,
            SubmissionClient datasetService,
            LabelEditor editor,
            StudyJobReader jobs) {
        this.study = study;
        this.reports = reports;
        this.files = files;
        this.changes = changes;
        this.datasetService = datasetService;
        this.editor = editor;
        this.jobs = jobs;
    }

    @GET
    @Operation(hidden = true)
    public Response study(String id, @QueryParam("page") @Nullable String number, @Context UriInfo uri) {
        Pagination pagination = Pagination.of(number, SHOWN);
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now();
        CurrentLabels labels = editor.find(Labelled.STUDY, id).orElseThrow(() -> NotYet.of("study", id));
        StudyReport report = report(id);
        Listing<StudyJob> listed = jobs.list(id, pagination.part());
        return Html.charts(study.data("report", report)
                .data("labels", labels)
                .data("shownLabels", EditForm.shown(labels))
                .data("progress", jobs.progress(id))
                .data("jobs", listed.items())
                .data("several", report.parts().size() > 1)
                .data("pages", pagination.of(listed.total(), uri))
                .data("position", position.toString()));
    }

    @GET
    @Path("report.html")
    @Tag(name = "Studies")
    @Operation(
            operationId = "downloadReport",
            summary = "The report of a study in one file, which opens without a service")
    public Response reportFile(String id) {
        StudyReport report = report(id);
        return Html.file(files.html(report), Chart.name(report.study().name()) + ".html");
    }

    @GET
    @Path("report.json")
    @Tag(name = "Studies")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "readReport",
            summary = "The report of a study as HTML and as Markdown, with its charts as data and its images")
    public ReportFiles.Bundle reportFiles(String id) {
        return files.bundle(report(id));
    }

    @POST
    @Path("cancel")
    @Operation(hidden = true)
    public Response cancel(String id, @BeanParam ControlForm form) {
        return form.request(datasetService, Labelled.STUDY, id, "cancel");
    }

    @POST
    @Path("pause")
    @Operation(hidden = true)
    public Response pause(String id, @BeanParam ControlForm form) {
        return form.request(datasetService, Labelled.STUDY, id, "pause");
    }

    @POST
    @Path("resume")
    @Operation(hidden = true)
    public Response resume(String id, @BeanParam ControlForm form) {
        return form.request(datasetService, Labelled.STUDY, id, "resume");
    }

    @POST
    @Path("edit")
    @Operation(hidden = true)
    public Response edit(String id, @BeanParam EditForm form) throws InterruptedException {
        return form.edit(
                editor, Labelled.STUDY, id, UriBuilder.fromPath("/studies/{id}").build(id));
    }

    private StudyReport report(String id) {
        return reports.find(id).orElseThrow(() -> NotYet.of("study", id));
    }
}
