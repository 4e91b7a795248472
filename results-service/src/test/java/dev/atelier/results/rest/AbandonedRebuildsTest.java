package dev.atelier.results.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.results.ingest.ProjectionService;
import dev.atelier.results.store.Offsets;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many ask for a rebuild over HTTP, and most of them hang up. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class AbandonedRebuildsTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int IMPATIENT = 98;

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    @Inject
    DataSource database;

    @Inject
    ProjectionService projection;

    @Inject
    CountedRebuilds rebuilds;

    @Inject
    MeterRegistry meters;

    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void aRebuildThatNobodyWaitsForDoesNotRun() throws Exception {
        await().atMost(LIMIT).until(() -> projection.status().ready());
        int before = rebuilds.count();
        double others = requests();
        RawClient first;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Offsets.lock(connection, topic);
            first = ask();
            await().atMost(LIMIT).until(this::aRebuildWaitsForItsLock);
            List<RawClient> impatient = new ArrayList<>();
            for (int i = 0; i < IMPATIENT; i++) {
                impatient.add(ask());
            }
            await().atMost(LIMIT).until(() -> requests() >= others + 1 + IMPATIENT);
            for (RawClient client : impatient) {
                client.close();
            }
            await().atMost(LIMIT).until(() -> requests() <= others + 1);
            connection.rollback();
        }
        assertThat(first.readTo("\r\n")).startsWith("HTTP/1.1 200 ");
        assertThat(rebuilds.count()).isEqualTo(before + 1);

        assertThat(ask().readTo("\r\n")).startsWith("HTTP/1.1 200 ");

        assertThat(rebuilds.count()).isEqualTo(before + 2);
    }

    private RawClient ask() throws IOException {
        RawClient client = new RawClient(service);
        clients.add(client);
        client.request("POST", "/api/admin/rebuild", "Host: localhost");
        return client;
    }

    private boolean aRebuildWaitsForItsLock() throws Exception {
        try (Connection connection = database.getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")) {
            return rows.next();
        }
    }

    /** Requests that are being answered. */
    private double requests() {
        return meters.get("http.server.active.requests").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }
}
