package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.json.Json;
import dev.atelier.results.SampleEvents;
import dev.atelier.results.ingest.ProjectionService;
import dev.atelier.results.live.CommitSignal;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of a service that asks for tokens, serves three at once, and does not wait long for those who read nothing. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(StreamsTest.ThreeStreams.class)
class StreamsTest {
    private static final String ISSUER = "https://issuer.example";
    private static final KeyPair KEYS = keys();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int STREAMS = 3;
    private static final int EPOCHS = 40_000;
    private static final String HISTORY = "/api/events?after=start";
    private static final Pattern EPOCH = Pattern.compile("^data:.*\"epoch\":([0-9]+)[,}]");

    /** Three streams at once, for holders of tokens. */
    public static final class ThreeStreams implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path key = Files.writeString(
                        Files.createTempFile("issuer", ".pem"),
                        "-----BEGIN PUBLIC KEY-----\n"
                                + Base64.getMimeEncoder()
                                        .encodeToString(KEYS.getPublic().getEncoded())
                                + "\n-----END PUBLIC KEY-----\n");
                return Map.of(
                        "atelier.access.tokens",
                        "true",
                        "mp.jwt.verify.publickey.location",
                        key.toUri().toString(),
                        "mp.jwt.verify.issuer",
                        ISSUER,
                        "atelier.results.streams",
                        "3",
                        "atelier.results.reader-timeout",
                        "3s");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource
    URI service;

    @ConfigProperty(name = "atelier.results.topic")
    String topic;

    @Inject
    DataSource database;

    @Inject
    ProjectionService projection;

    @Inject
    CommitSignal signal;

    @Inject
    MeterRegistry meters;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    @Test
    void aStreamEndsWithTheTokenThatItWasRequestedWith() throws Exception {
        awaitNoStreams();
        Instant end = Instant.now().plusSeconds(8);
        HttpResponse<InputStream> stream = open(token(end));
        assertThat(stream.statusCode()).isEqualTo(200);

        String sent = new String(stream.body().readAllBytes(), UTF_8);

        assertThat(sent).contains("event:position");
        assertThat(Instant.now()).isAfter(end.minusSeconds(1));
        assertThat(open(token(Instant.now().minus(Duration.ofHours(1)))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void noMoreStreamsAreServedThanThereArePlaces() throws Exception {
        awaitNoStreams();
        String token = token(Instant.now().plus(Duration.ofMinutes(10)));
        HttpResponse<InputStream> first = open(token);
        HttpResponse<InputStream> second = open(token);
        HttpResponse<InputStream> third = open(token);
        HttpResponse<InputStream> fourth = open(token);

        assertThat(List.of(first, second, third))
                .extracting(HttpResponse::statusCode)
                .containsOnly(200);
        assertThat(fourth.statusCode()).isEqualTo(503);
        assertThat(fourth.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(fourth.body().readAllBytes(), UTF_8)).contains("atelier.results.streams");
        first.body().close();
        second.body().close();
        third.body().close();
        awaitNoStreams();
        HttpResponse<InputStream> again = open(token);
        assertThat(again.statusCode()).isEqualTo(200);
        again.body().close();
    }

    @Test
    void aLongHistoryIsHeldAPageAtATimeAndWhoReadsNothingIsLeft() throws Exception {
        publishALongJob();
        String token = token(Instant.now().plus(Duration.ofMinutes(30)));
        awaitNoStreams();
        long before = liveBytes();
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                RawClient client = new RawClient(service);
                clients.add(client);
                client.request("GET", HISTORY, "Host: localhost", "Authorization: Bearer " + token);
                assertThat(client.readTo("event:epoch")).startsWith("HTTP/1.1 200 ");
            }
            assertThat(liveBytes() - before)
                    .as("bytes held for readers that stand still")
                    .isLessThan(16L << 20);
            await().atMost(LIMIT).until(() -> streams() == 0);
            for (RawClient client : clients) {
                assertThat(client.readToEnd()).contains("event:epoch").doesNotContain("\"epoch\":" + EPOCHS + ",");
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }

        Callable<BitSet> whole = () -> epochs(token);
        try (ExecutorService threads = Executors.newFixedThreadPool(STREAMS)) {
            for (Future<BitSet> read : threads.invokeAll(Collections.nCopies(STREAMS, whole))) {
                assertThat(read.get().cardinality()).isEqualTo(EPOCHS);
            }
        }
    }

    @Test
    void thePageOfALongJobShowsSomeOfItsEpochs() throws Exception {
        publishALongJob();

        String page = http.send(
                        request("/jobs/long", token(Instant.now().plus(Duration.ofMinutes(30)))),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(page).contains("value=\"" + EPOCHS + "\"").hasSizeLessThan(200_000);
    }

    /** A job of very many epochs, as the projection writes it; on a partition that the log does not have. */
    private void publishALongJob() throws SQLException {
        await().atMost(LIMIT).until(() -> projection.status().ready());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO jobs (id, family, name, seed, request, epochs_requested, dataset_digest, state,
                                      log_partition, log_offset)
                    VALUES ('long', 'mlp', 'long', 1, '%3$s', %1$d, 'd', 'RUNNING', 9, 0) ON CONFLICT DO NOTHING;
                    INSERT INTO epochs
                    SELECT 'long', e, %1$d, 1, 0.1, 1, 1, 1, 0, 1, '2026-01-01', 9, e,
                           '{"train.loss":0.5,"validation.loss":0.5}'
                      FROM generate_series(1, %1$d) e ON CONFLICT DO NOTHING;
                    INSERT INTO latest_epochs VALUES ('long', %1$d, '{}', 1, 1, '2026-01-01') ON CONFLICT DO NOTHING;
                    INSERT INTO consumer_offsets VALUES ('%2$s', 'id', 9, %1$d + 1) ON CONFLICT DO NOTHING;
                    ANALYZE epochs""".formatted(EPOCHS, topic, Json.text(SampleEvents.request("long"))));
        }
    }

    /** Reads the history as far as its last epoch. */
    private BitSet epochs(String token) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> stream = http.send(request(HISTORY, token), HttpResponse.BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);
        BitSet epochs = new BitSet();
        try (Stream<String> lines = stream.body()) {
            Iterator<String> line = lines.iterator();
            boolean ofAnEpoch = false;
            while (!epochs.get(EPOCHS)) {
                String next = line.next();
                if (next.startsWith("event:")) {
                    ofAnEpoch = next.startsWith("event:epoch");
                }
                Matcher found = EPOCH.matcher(next);
                if (ofAnEpoch && found.find()) {
                    int epoch = Integer.parseInt(found.group(1));
                    assertThat(epochs.get(epoch)).as("sent already").isFalse();
                    epochs.set(epoch);
                }
            }
        }
        return epochs;
    }

    /** Streams that have ended are noticed when there is something to send. */
    private void awaitNoStreams() {
        await().atMost(LIMIT).until(() -> {
            signal.onRebuilt();
            return streams() == 0;
        });
    }

    private double streams() {
        return Optional.ofNullable(meters.find("atelier.streams").gauge())
                .map(Gauge::value)
                .orElse(0.0);
    }

    private static long liveBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private HttpRequest request(String path, String token) {
        return HttpRequest.newBuilder(service.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(LIMIT)
                .build();
    }

    private HttpResponse<InputStream> open(String token) throws IOException, InterruptedException {
        return http.send(request("/api/events", token), HttpResponse.BodyHandlers.ofInputStream());
    }

    private static String token(Instant until) throws GeneralSecurityException {
        String unsigned = encoded(Json.bytes(Map.of("alg", "RS256", "typ", "JWT"))) + "."
                + encoded(Json.bytes(Map.of(
                        "iss",
                        ISSUER,
                        "upn",
                        "somebody",
                        "sub",
                        "somebody",
                        "jti",
                        "1",
                        "groups",
                        List.of("reader"),
                        "iat",
                        until.getEpochSecond() - 600,
                        "exp",
                        until.getEpochSecond())));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KEYS.getPrivate());
        signature.update(unsigned.getBytes(UTF_8));
        return unsigned + "." + encoded(signature.sign());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
