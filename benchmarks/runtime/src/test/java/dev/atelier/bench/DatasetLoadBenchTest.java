package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import dev.atelier.trainer.dataset.DatasetReadException;
import dev.atelier.trainer.dataset.PublishedDataset;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** That the benchmark runs and reports; {@code -Dbench.images=70000 -Dbench.times=15} make it one. */
class DatasetLoadBenchTest {
    @Test
    void everyLoadAndTheMedianAreReported() throws DatasetReadException {
        int images = Integer.getInteger("bench.images", 700);
        int times = Integer.getInteger("bench.times", 3);
        String topic = Infrastructure.newTopic("batches", 1);
        ByteArrayOutputStream report = new ByteArrayOutputStream();
        try (PublishedDataset published = new PublishedDataset(
                        Infrastructure.bootstrapServers(),
                        topic,
                        "noise",
                        new ImageShape(1, 28, 28),
                        images * 6 / 7,
                        images / 7);
                PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8)) {
            double median = DatasetLoadBench.measure(
                    Broker.at(Infrastructure.bootstrapServers()), published.send(), times, out);
            assertThat(median).isPositive();
        }
        System.out.print(report.toString(StandardCharsets.UTF_8));
        assertThat(report.toString(StandardCharsets.UTF_8))
                .hasLineCount(times + 1)
                .contains("median ");
    }
}
