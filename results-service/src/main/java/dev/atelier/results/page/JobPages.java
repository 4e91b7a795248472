package dev.atelier.results.page;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.json.Json;
import dev.atelier.results.fleet.Fleet;
import dev.atelier.results.live.Audience;
import dev.atelier.results.live.ChangeReader;
import dev.atelier.results.live.Cursor;
import dev.atelier.results.page.form.ControlForm;
import dev.atelier.results.page.form.EditForm;
import dev.atelier.results.page.template.Html;
import dev.atelier.results.report.JobReport;
import dev.atelier.results.report.JobReports;
import dev.atelier.results.submission.CurrentLabels;
import dev.atelier.results.submission.LabelEditor;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.SubmissionClient;
import dev.atelier.results.text.Fields;
import dev.atelier.results.view.JobDetail;
import dev.atelier.results.view.JobReader;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.joblog.JobLogEntry;
import dev.atelier.results.view.joblog.JobLogFilter;
import dev.atelier.results.view.joblog.JobLogReader;
import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/**
 * The page of one job. Its script fetches it again whenever the job changes and shows what differs, so that what is drawn
 * is always what is committed: no epoch is lost or drawn twice, however often the connection breaks.
 */
@Path("/jobs")
@Produces(MediaType.TEXT_HTML)
@Blocking
public final class JobPages {
    /** Lines of the log that a page shows. */
    private static final int LINES = 200;

    private static final Listing<JobLogEntry> NO_LINES = new Listing<>(List.of(), 0);
    private static final TypeReference<List<Artifact>> ARTIFACTS = new TypeReference<>() {};

    private final Template page;
    private final JobReader jobs;
    private final JobReports reports;
    private final JobLogReader logs;
    private final ChangeReader changes;
    private final Fleet fleet;
    private final SubmissionClient datasetService;
    private final LabelEditor editor;

    public JobPages(
            @Location("job.html") Template page,
            JobReader jobs,
            JobReports reports,
            JobLogReader logs,
            ChangeReader changes,
            Fleet fleet,
            SubmissionClient datasetService,
            LabelEditor editor) {
        this.page = page;
        this.jobs = jobs;
        this.reports = reports;
        this.logs = logs;
        this.changes = changes;
        this.fleet = fleet;
        this.datasetService = datasetService;
        this.editor = editor;
    }

    @GET
    @Path("{id}")
    @Operation(hidden = true)
    public Response job(String id) {
        // Read first: what changes while the page is rendered is sent to its script.
        Cursor position = changes.now(new Audience(Optional.of(id), Optional.empty()));
        JobDetail job = jobs.find(id).orElseThrow(() -> NotYet.of("job", id));
        CurrentLabels labels = editor.find(Labelled.JOB, id).orElseThrow(() -> NotYet.of("job", id));
        JobReport report = reports.find(id).orElseThrow(() -> NotYet.of("job", id));
        return Html.charts(page.data("job", job)
                .data("fields", Fields.of(job.request()).values().entrySet())
                .data("report", report)
                .data("log", logs.last(id, JobLogFilter.ALL, LINES).orElse(NO_LINES))
                .data("labels", labels)
                .data("shownLabels", EditForm.shown(labels))
                .data("files", files(job))
                .data("queue", fleet.findWait(job.summary()))
                .data("position", position.toString()));
    }

    /** The files of its result that can be downloaded. */
    private static List<Artifact> files(JobDetail job) {
        return job.artifacts()
                .filter(written -> job.artifactsDeleted().isEmpty())
                .map(written -> Json.MAPPER.convertValue(written, ARTIFACTS))
                .orElse(List.of());
    }

    @POST
    @Path("{id}/cancel")
    @Operation(hidden = true)
    public Response cancel(String id, @BeanParam ControlForm form) {
        return form.request(datasetService, Labelled.JOB, id, "cancel");
    }

    @POST
    @Path("{id}/pause")
    @Operation(hidden = true)
    public Response pause(String id, @BeanParam ControlForm form) {
        return form.request(datasetService, Labelled.JOB, id, "pause");
    }

    @POST
    @Path("{id}/resume")
    @Operation(hidden = true)
    public Response resume(String id, @BeanParam ControlForm form) {
        return form.request(datasetService, Labelled.JOB, id, "resume");
    }

    @POST
    @Path("{id}/edit")
    @Operation(hidden = true)
    public Response edit(String id, @BeanParam EditForm form) throws InterruptedException {
        return form.edit(
                editor, Labelled.JOB, id, UriBuilder.fromPath("/jobs/{id}").build(id));
    }
}
