package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Curve;
import dev.atelier.results.chart.LearningCurves;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Makes reports of single jobs. */
@Singleton
public final class JobReports {
    private final ReportReader reader;
    private final Models models;

    JobReports(ReportReader reader, Models models) {
        this.reader = reader;
        this.models = models;
    }

    public Optional<JobReport> find(String job) {
        return reader.job(job).map(read -> {
            String name = read.job().job().request().name();
            return new JobReport(curves(read.job()), models.of("job", name, read.job(), read.datasets()));
        });
    }

    private static List<Chart> curves(JobHistory job) {
        return List.of(
                LearningCurves.of(
                        "loss",
                        "Loss by epoch",
                        "Mean cross-entropy of an image.",
                        "loss, nats",
                        List.of(
                                curve(
                                        "validation",
                                        job,
                                        epoch -> epoch.validation().loss()),
                                curve("training", job, epoch -> epoch.train().loss())),
                        List.of()),
                LearningCurves.of(
                        "accuracy",
                        "Accuracy by epoch",
                        "Images whose most probable class is the right one.",
                        "accuracy, %",
                        List.of(
                                curve("validation", job, epoch -> Measured.accuracy(epoch.validation())),
                                curve("training", job, epoch -> Measured.accuracy(epoch.train()))),
                        List.of()));
    }

    private static Curve curve(String label, JobHistory job, ToDoubleFunction<EpochRow> quantity) {
        return new Curve(label, List.of(Measured.byEpoch(job, quantity)));
    }
}
