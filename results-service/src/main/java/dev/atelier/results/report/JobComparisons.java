package dev.atelier.results.report;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.text.Fields;
import dev.atelier.results.text.Printable;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Puts jobs side by side. */
@Singleton
public final class JobComparisons {
    private static final int ID_DIGITS = 8;

    private final ReportReader reader;

    JobComparisons(ReportReader reader) {
        this.reader = reader;
    }

    /**
     * Compares jobs.
     *
     * @throws UnknownJobException if one of them is not known
     */
    public JobComparison of(List<String> ids) {
        SequencedMap<String, JobHistory> known = reader.jobs(ids);
        ids.stream().filter(id -> !known.containsKey(id)).findFirst().ifPresent(unknown -> {
            throw new UnknownJobException(unknown);
        });
        List<JobHistory> jobs = List.copyOf(known.values());
        List<String> labels = labels(jobs);
        List<Fields> requests = jobs.stream()
                .map(job -> Fields.of(Json.tree(job.job().request())))
                .toList();
        return new JobComparison(
                numbered(jobs, i -> JobComparison.ComparedJob.of(labels.get(i), jobs.get(i))),
                CurveCharts.of(
                        "compared", numbered(jobs, i -> new CurveCharts.Line(labels.get(i), List.of(jobs.get(i)))), ""),
                Fields.differing(requests).stream()
                        .map(path -> new JobComparison.Difference(
                                path,
                                requests.stream()
                                        .map(request -> request.value(path))
                                        .toList()))
                        .toList());
    }

    /** A job that was requested is not known. */
    public static final class UnknownJobException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownJobException(String id) {
            super("There is no job '" + id + "'; select jobs on the jobs page");
        }
    }

    /**
     * The jobs' names as they are shown elsewhere. Those that several jobs have are followed by the seeds, or by the beginnings
     * of the ids where the seeds are the same too.
     */
    private static List<String> labels(List<JobHistory> jobs) {
        Function<JobHistory, String> seeded =
                job -> name(job) + ", seed " + job.job().request().seed();
        Function<JobHistory, String> identified = job -> name(job) + " "
                + job.job().id().substring(0, Math.min(ID_DIGITS, job.job().id().length()));
        List<String> labels = jobs.stream()
                .map(job -> Stream.<Function<JobHistory, String>>of(JobComparisons::name, seeded)
                        .filter(label -> jobs.stream()
                                        .filter(other -> label.apply(other).equals(label.apply(job)))
                                        .count()
                                == 1)
                        .findFirst()
                        .orElse(identified)
                        .apply(job))
                .toList();
        return labels.stream().distinct().count() == jobs.size()
                ? labels
                : jobs.stream().map(job -> job.job().id()).toList();
    }

    private static String name(JobHistory job) {
        return Printable.name(job.job().name(), job.job().id());
    }

    private static <T> List<T> numbered(Collection<?> all, IntFunction<T> each) {
        return IntStream.range(0, all.size()).mapToObj(each).toList();
    }
}
