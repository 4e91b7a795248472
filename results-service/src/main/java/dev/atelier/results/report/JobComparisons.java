package dev.atelier.results.report;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.text.Fields;
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

    /** The jobs' names; with seeds, and with the beginnings of ids, where they would be ambiguous. */
    private static List<String> labels(List<JobHistory> jobs) {
        Function<JobHistory, String> name = job -> job.job().request().name();
        Function<JobHistory, String> seeded =
                job -> name.apply(job) + ", seed " + job.job().request().seed();
        Function<JobHistory, String> identified = job -> name.apply(job) + " "
                + job.job().id().substring(0, Math.min(ID_DIGITS, job.job().id().length()));
        return Stream.of(name, seeded, identified)
                .map(label -> jobs.stream().map(label).toList())
                .filter(labels -> labels.stream().distinct().count() == jobs.size())
                .findFirst()
                .orElseGet(() -> jobs.stream().map(job -> job.job().id()).toList());
    }

    private static <T> List<T> numbered(Collection<?> all, IntFunction<T> each) {
        return IntStream.range(0, all.size()).mapToObj(each).toList();
    }
}
