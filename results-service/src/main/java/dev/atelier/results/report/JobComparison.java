package dev.atelier.results.report;

import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import java.util.List;
import java.util.Optional;

/**
 * Several jobs side by side.
 *
 * @param jobs as they were requested
 * @param curves theirs, one over the other
 * @param differences the fields in which their requests differ
 */
public record JobComparison(List<ComparedJob> jobs, List<Chart> curves, List<Difference> differences) {
    public JobComparison {
        jobs = List.copyOf(jobs);
        curves = List.copyOf(curves);
        differences = List.copyOf(differences);
    }

    /**
     * One of them. Accuracies are in percent, training and validation at the epoch whose weights were tested.
     *
     * @param label distinguishes it from the others
     * @param epochs completed
     * @param parameters trainable numbers
     * @param seconds training time
     * @param samplesPerSecond of the tested epoch
     */
    public record ComparedJob(
            String id,
            String label,
            JobState state,
            int epochs,
            Optional<Double> test,
            Optional<Double> validation,
            Optional<Double> train,
            Optional<Long> parameters,
            Optional<Double> seconds,
            Optional<Double> samplesPerSecond) {

        static ComparedJob of(String label, JobHistory job) {
            Optional<JobRow.Result> result = job.job().result();
            return new ComparedJob(
                    job.job().id(),
                    label,
                    job.job().state(),
                    job.epochs().isEmpty() ? 0 : job.epochs().lastKey(),
                    Measured.testAccuracy(job),
                    Measured.validationAccuracy(job),
                    Measured.trainAccuracy(job),
                    result.map(known -> known.model().parameters()),
                    result.map(JobRow.Result::seconds),
                    Measured.samplesPerSecond(job));
        }
    }

    /**
     * A field in which requests differ.
     *
     * @param path such as {@code training.batchSize}
     * @param values in the order of the jobs; empty where a request lacks the field
     */
    public record Difference(String path, List<Optional<String>> values) {
        public Difference {
            values = List.copyOf(values);
        }
    }
}
