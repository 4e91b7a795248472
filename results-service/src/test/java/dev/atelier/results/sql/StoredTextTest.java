package dev.atelier.results.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StoredTextTest {
    @Test
    void metricsAreWrittenAsAnyOtherJson() {
        SortedMap<String, Double> metrics = new TreeMap<>(Map.of(
                "validation.accuracy", 0.875,
                "train.loss", 1e-10,
                "of a \"newer\" version\n", -3.5e300,
                "größe \u0000", 0.0,
                "", Double.MIN_VALUE,
                "top2Accuracy", 1.0));

        assertThat(StoredText.metricsText(metrics)).isEqualTo(StoredText.json(metrics));
        assertThat(StoredText.metrics(StoredText.metricsText(metrics))).isEqualTo(metrics);
        assertThat(StoredText.metricsText(new TreeMap<>())).isEqualTo("{}");
    }
}
