package dev.atelier.results.report;

import dev.atelier.results.chart.Chart;
import dev.atelier.results.chart.Curve;
import dev.atelier.results.chart.LearningCurves;
import dev.atelier.results.projection.EpochRow;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.report.image.Models;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

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
        return MeasuredFigure.of(Stream.of(job)).stream()
                .map(figure -> LearningCurves.ofJob(
                        figure.chartName(),
                        figure.title(),
                        figure.axis(),
                        curve("validation", job, figure::validation),
                        curve("training", job, figure::training)))
                .toList();
    }

    private static Curve curve(String label, JobHistory job, Function<EpochRow, Optional<Double>> quantity) {
        return new Curve(label, List.of(Measured.byEpoch(job, quantity)));
    }
}
