package dev.atelier.results.schema;

import dev.atelier.contracts.metric.Metric;
import dev.atelier.contracts.metric.Unit;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Fills the placeholders of the views from the catalogue of metrics. Flyway recreates the views when the catalogue changes. */
@Singleton
public final class ViewPlaceholders implements FlywayConfigurationCustomizer {
    /** The names of all metrics that are fractions, as a list of SQL. Known names need no quoting. */
    private static final String FRACTIONS = Metric.all().stream()
            .filter(metric -> metric.unit().equals(Optional.of(Unit.FRACTION)))
            .map(metric -> "'" + metric.name() + "'")
            .collect(Collectors.joining(", "));

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.placeholders(Map.of("fractions", FRACTIONS));
    }
}
