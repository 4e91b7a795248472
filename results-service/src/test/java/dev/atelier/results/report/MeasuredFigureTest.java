package dev.atelier.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobEvent;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Split;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.chart.Chart;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobProjection;
import dev.atelier.results.projection.LogPosition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An event of a newer version, or of somebody else's, can have metrics of any name. */
class MeasuredFigureTest {
    private static final List<String> NAMES = List.of(
            "",
            " ",
            ".",
            ".x",
            "validation.",
            "validation.<img src=x>",
            "a_b",
            "a-b",
            "ä",
            "ö",
            "😀",
            "facts",
            "train.gap",
            "-",
            "validation.accuracy",
            "x".repeat(10_000));

    @Test
    void eachNameHasAChartOfItsOwn() {
        List<MeasuredFigure> figures = MeasuredFigure.of(Stream.of(jobWithMetrics(NAMES)));

        assertThat(figures)
                .extracting(MeasuredFigure::name)
                .contains("loss", "accuracy", "", " ", ".", ".x", "a_b", "a-b", "ä", "ö", "😀", "facts", "gap", "-");
        assertThat(figures)
                .extracting(MeasuredFigure::chartName)
                .doesNotHaveDuplicates()
                .doesNotContain("facts", "gap");
        assertThat(figures).allSatisfy(figure -> {
            assertThat(new Chart(figure.chartName(), figure.title(), "", 100, Map.of()))
                    .isNotNull();
            assertThat(figure.title()).matches("\\S.* by epoch");
        });
    }

    @Test
    void theChartsOfAJobAreThoseOfItsFirstEpochFromTheBeginning() {
        List<String> all =
                Metric.of(Split.VALIDATION).stream().map(Metric::name).toList();

        assertThat(MeasuredFigure.of(Stream.of(queuedJob())))
                .isEqualTo(MeasuredFigure.of(Stream.of(jobWithMetrics(all))))
                .hasSize(all.size());
    }

    private static JobHistory queuedJob() {
        return JobProjection.apply(Optional.empty(), SampleEvents.queued("job", 1), new LogPosition(0, 0))
                .orElseThrow();
    }

    private static JobHistory jobWithMetrics(List<String> names) {
        TreeMap<String, Double> metrics =
                new TreeMap<>(names.stream().collect(Collectors.toMap(Function.identity(), name -> 0.5)));
        List<JobEvent> events = List.of(
                SampleEvents.queued("job", 1),
                SampleEvents.started("job", "run"),
                SampleEvents.withMetrics(SampleEvents.epoch("job", "run", 1), metrics));
        Optional<JobHistory> job = Optional.empty();
        for (JobEvent event : events) {
            job = JobProjection.apply(job, event, new LogPosition(0, 0));
        }
        return job.orElseThrow();
    }
}
