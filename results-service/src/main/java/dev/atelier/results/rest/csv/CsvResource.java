package dev.atelier.results.rest.csv;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.results.rest.JobParameters;
import dev.atelier.results.rest.filter.StudyParameters;
import dev.atelier.results.view.EpochPoint;
import dev.atelier.results.view.JobReader;
import dev.atelier.results.view.JobSummary;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.Part;
import dev.atelier.results.view.study.StudyJob;
import dev.atelier.results.view.study.StudyJobReader;
import dev.atelier.results.view.study.StudyReader;
import dev.atelier.results.view.study.StudyView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Jobs, epochs and studies as CSV, written while they are read. Metrics have columns of their names. */
@Path("/api/csv")
@Tag(name = "CSV")
@Produces(CsvResource.CSV)
@Blocking
public final class CsvResource {
    static final String CSV = "text/csv;charset=UTF-8";

    private static final int MOST_ROWS = 100_000;
    private static final List<String> METRICS =
            Metric.all().stream().map(Metric::name).toList();

    private final JobReader jobs;
    private final StudyReader studies;
    private final StudyJobReader studyJobs;

    public CsvResource(JobReader jobs, StudyReader studies, StudyJobReader studyJobs) {
        this.jobs = jobs;
        this.studies = studies;
        this.studyJobs = studyJobs;
    }

    @GET
    @Path("jobs")
    @Operation(
            operationId = "downloadJobs",
            summary = "Jobs as CSV",
            description = "All that match, 100,000 at most. Times are in UTC.")
    public Response jobs(@BeanParam JobParameters which) {
        List<String> ids = jobs.ids(which.filter(Part.first()), MOST_ROWS + 1);
        requireNotTooMany(
                ids, "jobs match; filter them by name, tag, study, dataset, owner, state, family or priority");
        List<String> columns = columns(
                METRICS,
                "id name study dataset family seed state queuedAt startedAt endedAt trainingSeconds epoch epochs attempt tags reason priority owner");
        return table("jobs", columns, ids, jobs::list, CsvResource::cells);
    }

    @GET
    @Path("jobs/{id}/epochs")
    @Operation(operationId = "downloadEpochs", summary = "The epochs of a job as CSV, with all metrics that they have")
    public Response epochs(String id) {
        List<String> metrics = jobs.epochMetrics(id)
                .orElseThrow(() -> Refusal.notFound("There is no job '" + id + "'; GET /api/jobs lists the jobs"));
        List<String> columns = columns(
                metrics,
                "epoch attempt completedAt learningRate seconds samplesPerSecond gradientNorm dataWaitShare peakMemoryBytes");
        StreamingOutput body = out -> {
            CsvTable csv = new CsvTable(out, columns);
            int after = 0;
            List<EpochPoint> page;
            do {
                page = jobs.epochs(id, after, Part.MAX_LIMIT)
                        .map(Listing::items)
                        .orElse(List.of());
                for (EpochPoint epoch : page) {
                    csv.write(cells(epoch, metrics));
                    after = epoch.epoch();
                }
            } while (page.size() == Part.MAX_LIMIT);
        };
        return answer("epochs", body);
    }

    @GET
    @Path("studies")
    @Operation(
            operationId = "downloadStudies",
            summary = "Studies as CSV",
            description = "All that match, 100,000 at most. Times are in UTC.")
    public Response studies(@BeanParam StudyParameters which) {
        List<String> ids = studies.ids(which.filter(Part.first()), MOST_ROWS + 1);
        requireNotTooMany(ids, "studies match; filter them by name, state or archived");
        List<String> columns = columns(
                List.of(),
                "id name description objective direction baseline acceptedAt jobs completed failedOrCancelled");
        return table("studies", columns, ids, studies::list, CsvResource::cells);
    }

    @GET
    @Path("studies/{id}/jobs")
    @Operation(operationId = "downloadStudyJobs", summary = "The jobs of a study as CSV, in its order")
    public Response studyJobs(String id) {
        // A study has no more jobs than a part of a list.
        List<StudyJob> all = studyJobs.list(id, Part.first()).items();
        if (all.isEmpty()) {
            throw Refusal.notFound("There is no study '" + id + "'; GET /api/studies lists the studies");
        }
        List<String> columns = columns(
                List.of(),
                "number experiment variant seed family job state epoch epochs startedAt endedAt trainingSeconds"
                        + " validation.accuracy test.accuracy");
        return answer("jobs", out -> {
            CsvTable csv = new CsvTable(out, columns);
            for (StudyJob job : all) {
                csv.write(cells(job));
            }
        });
    }

    private static void requireNotTooMany(List<String> ids, String remedy) {
        if (ids.size() > MOST_ROWS) {
            throw Refusal.badRequest("More than " + MOST_ROWS + " " + remedy);
        }
    }

    /** Ids are read at one moment: however the rows change meanwhile, none comes twice or is left out. */
    private static <T> Response table(
            String name,
            List<String> columns,
            List<String> ids,
            Function<List<String>, List<T>> rows,
            Function<T, List<?>> cells) {
        return answer(name, out -> {
            CsvTable csv = new CsvTable(out, columns);
            for (int from = 0; from < ids.size(); from += Part.MAX_LIMIT) {
                for (T row : rows.apply(ids.subList(from, Math.min(ids.size(), from + Part.MAX_LIMIT)))) {
                    csv.write(cells.apply(row));
                }
            }
        });
    }

    private static Response answer(String name, StreamingOutput body) {
        return Response.ok(body)
                .type(CSV)
                .header("Content-Disposition", "attachment; filename=\"" + name + ".csv\"")
                .header("Cache-Control", "no-store")
                .build();
    }

    private static List<String> columns(List<String> metrics, String others) {
        return Stream.concat(Stream.of(others.split(" ")), metrics.stream()).toList();
    }

    private static List<?> cells(JobSummary job) {
        List<Object> cells = new ArrayList<>(List.of(
                job.id(),
                job.name(),
                job.study(),
                job.dataset(),
                job.family(),
                job.seed(),
                job.state(),
                job.queuedAt(),
                job.startedAt(),
                job.endedAt(),
                job.trainingSeconds(),
                job.epoch(),
                job.epochs(),
                job.attempt(),
                String.join(" ", job.tags()),
                job.reason(),
                job.priority().word(),
                job.owner()));
        METRICS.forEach(metric -> cells.add(Optional.ofNullable(job.metrics().get(metric))));
        return cells;
    }

    private static List<?> cells(EpochPoint epoch, List<String> metrics) {
        List<Object> cells = new ArrayList<>(List.of(
                epoch.epoch(),
                epoch.attempt(),
                epoch.completedAt(),
                epoch.learningRate(),
                epoch.seconds(),
                epoch.samplesPerSecond(),
                epoch.gradientNorm(),
                epoch.dataWaitShare(),
                epoch.peakMemoryBytes()));
        metrics.forEach(metric -> cells.add(
                epoch.metrics().path(metric).isNumber()
                        ? epoch.metrics().path(metric).doubleValue()
                        : ""));
        return cells;
    }

    private static List<?> cells(StudyView.Summary study) {
        return List.of(
                study.id(),
                study.name(),
                study.description(),
                study.objective(),
                study.direction(),
                study.baseline(),
                study.acceptedAt(),
                study.jobs(),
                study.completed(),
                study.ended());
    }

    private static List<?> cells(StudyJob job) {
        return List.of(
                job.number(),
                job.experiment(),
                job.variant(),
                job.seed(),
                job.family(),
                job.job(),
                job.state(),
                job.epoch(),
                job.epochs(),
                job.startedAt(),
                job.endedAt(),
                job.trainingSeconds(),
                job.validationAccuracy(),
                job.testAccuracy());
    }
}
