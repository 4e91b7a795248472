package dev.atelier.results.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.json.Json;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of a service that asks for tokens and serves two at once. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
@TestProfile(StreamsTest.TwoStreams.class)
class StreamsTest {
    private static final String ISSUER = "https://issuer.example";
    private static final KeyPair KEYS = keys();

    /** Two streams at once, for holders of tokens. */
    public static final class TwoStreams implements QuarkusTestProfile {
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
                        "2");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource
    URI service;

    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    @Test
    void aStreamEndsWithTheTokenThatItWasAskedForWith() throws Exception {
        Instant end = Instant.now().plusSeconds(8);
        HttpResponse<InputStream> stream = open(token(end));
        assertThat(stream.statusCode()).isEqualTo(200);

        String told = new String(stream.body().readAllBytes(), UTF_8);

        assertThat(told).contains("event:position");
        assertThat(Instant.now()).isAfter(end.minusSeconds(1));
        assertThat(open(token(Instant.now().minus(Duration.ofHours(1)))).statusCode())
                .isEqualTo(401);
    }

    @Test
    void noMoreStreamsAreServedThanThereArePlaces() throws Exception {
        String token = token(Instant.now().plus(Duration.ofMinutes(10)));
        HttpResponse<InputStream> first = open(token);
        HttpResponse<InputStream> second = open(token);
        HttpResponse<InputStream> third = open(token);

        assertThat(List.of(first.statusCode(), second.statusCode())).containsOnly(200);
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        assertThat(new String(third.body().readAllBytes(), UTF_8)).contains("atelier.results.streams");
        first.body().close();
        second.body().close();
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            HttpResponse<InputStream> again = open(token);
            boolean served = again.statusCode() == 200;
            again.body().close();
            return served;
        });
    }

    private HttpResponse<InputStream> open(String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(service.resolve("/api/events"))
                        .header("Authorization", "Bearer " + token)
                        .timeout(Duration.ofSeconds(60))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
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
