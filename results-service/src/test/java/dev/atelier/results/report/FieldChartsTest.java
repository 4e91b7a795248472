package dev.atelier.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Unit;
import dev.atelier.results.chart.Chart;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charts of the fields in which the variants of an experiment differ. */
class FieldChartsTest {
    static List<Metric> chosen() {
        return Metric.ofEpochs();
    }

    @ParameterizedTest
    @MethodSource("chosen")
    void aGridStatesTheUnitOfAnyObjective(Metric metric) {
        List<Chart> charts = FieldCharts.of(grid(metric));

        assertThat(charts)
                .first()
                .extracting(Chart::caption)
                .isEqualTo("Mean of " + metric.title()
                        + (metric.unit().equals(Optional.of(Unit.FRACTION)) ? ", %" : ", nats") + " over the seeds.");
    }

    @Test
    void aGridIsInTheOrderOfItsNumbers() {
        JsonNode grid = Json.tree(
                FieldCharts.of(grid(Metric.VALIDATION_ACCURACY)).getFirst().option());

        assertThat(grid.at("/xAxis/data").toString()).isEqualTo("[\"32\",\"64\",\"128\"]");
        assertThat(grid.at("/yAxis/data").toString()).isEqualTo("[\"3e-4\",\"0.01\",\"0.1\"]");
    }

    private static Experiment grid(Metric objective) {
        SampleExperiment grid = new SampleExperiment(
                Map.of("study", "grid", "objective", Map.of("metric", objective.name())), objective);
        for (double rate : new double[] {0.1, 3e-4, 0.01}) {
            for (int batch : new int[] {32, 128, 64}) {
                grid.with("learningRate=" + rate + " batchSize=" + batch, SampleExperiment.request(rate, batch), 0.5);
            }
        }
        return grid.experiment();
    }
}
