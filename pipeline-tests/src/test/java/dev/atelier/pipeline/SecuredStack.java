package dev.atelier.pipeline;

import static org.awaitility.Awaitility.await;

import dev.atelier.access.TokenIssuer;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.kafka.broker.Role;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.kafka.BrokerSecurity;
import dev.atelier.localstack.kafka.KafkaBroker;
import dev.atelier.localstack.postgres.PostgresServer;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.Ports;
import dev.atelier.stacktesting.PackagedService;
import dev.atelier.testsupport.TestClients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker with TLS, users and their rights, and services that know it by their environment alone and ask for tokens, as
 * they do on a cluster. Topics and rights are there before the services.
 */
final class SecuredStack implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Path LOGS = Path.of("target", "secured-stack").toAbsolutePath();

    private final TokenIssuer issuer = TokenIssuer.named("https://issuer.example");
    private final Path folder;
    private final BrokerSecurity security;
    private final KafkaBroker broker;
    private final PostgresServer postgres;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Role, Integer> ports = new HashMap<>();
    private final List<ChildProcess> services = new ArrayList<>();

    private SecuredStack(Path folder) {
        this.folder = folder;
        this.security = BrokerSecurity.create(
                folder.resolve("keys"), Role.all().stream().map(Role::user).toList());
        List<Integer> free = Ports.free(3);
        this.broker = KafkaBroker.secured(folder.resolve("kafka"), free.get(0), free.get(1), security);
        this.postgres = new PostgresServer(folder.resolve("postgres"), free.get(2));
    }

    static SecuredStack up(Path folder) throws Exception {
        SecuredStack stack = new SecuredStack(folder.toAbsolutePath());
        stack.broker.start();
        try (Admin admin =
                TestClients.admin(stack.client(BrokerSecurity.ADMINISTRATOR).client(Map.of()))) {
            TopicCreation.createMissing(admin);
            admin.createAcls(Role.all().stream()
                            .flatMap(role -> role.rights().stream())
                            .toList())
                    .all()
                    .get();
        }
        return stack;
    }

    /** The broker, as this user connects to it. */
    Broker client(String user) {
        Map<String, Object> settings = new HashMap<>(security.client(user));
        settings.put("bootstrap.servers", broker.bootstrapServers());
        return Broker.of(settings);
    }

    /** Starts the database and the services of these roles, and waits until they are ready. */
    void start(Role... roles) {
        postgres.start();
        postgres.createDatabase("atelier");
        issuer.writeKey(folder.resolve("issuer.pem"));
        for (Role role : roles) {
            ports.put(role, Ports.free(1).getFirst());
            services.add(ChildProcess.start(launch(role)));
        }
        for (Role role : roles) {
            await().alias(role.user() + " is ready; see " + LOGS)
                    .atMost(TIMEOUT)
                    .until(() -> Ports.answers(ports.get(role)) && status(role, "/q/health/ready") == 200);
        }
    }

    private int status(Role role, String path) throws Exception {
        return send(request(role, path)).statusCode();
    }

    /** What a reader gets. */
    String read(Role role, String path) throws Exception {
        HttpResponse<String> answer = send(request(role, path).header("Authorization", bearer("reader")));
        return answer.statusCode() == 200 ? answer.body() : "status " + answer.statusCode();
    }

    /** What is answered to somebody without a token, or to one with a token of this role. */
    HttpResponse<String> post(Role role, String path, Optional<String> caller, String type, String body)
            throws Exception {
        HttpRequest.Builder request =
                request(role, path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        caller.ifPresent(name -> request.header("Authorization", bearer(name)));
        return send(request);
    }

    /** Everything that the services have said so far. */
    String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Role role : ports.keySet()) {
            all.append(Files.readString(log(role)));
        }
        return all.toString();
    }

    private HttpRequest.Builder request(Role role, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + ports.get(role) + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String bearer(String role) {
        return "Bearer " + issuer.token(role);
    }

    private static String service(Role role) {
        return role.user().replaceFirst("^atelier-", "");
    }

    private static Path log(Role role) {
        return LOGS.resolve(service(role) + ".log");
    }

    private Launch launch(Role role) {
        String name = service(role);
        Map<String, String> environment = new HashMap<>();
        client(role.user())
                .client(Map.of())
                .forEach((setting, value) -> environment.put(
                        "KAFKA_" + setting.toUpperCase(java.util.Locale.ROOT).replace('.', '_'), value.toString()));
        environment.put("QUARKUS_HTTP_PORT", String.valueOf(ports.get(role)));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://localhost:" + postgres.port() + "/atelier");
        environment.put(
                "QUARKUS_DATASOURCE_PASSWORD", postgres.password("atelier").orElseThrow());
        environment.put("ATELIER_DATA", folder.resolve("data").toString());
        environment.put("ATELIER_ACCESS_TOKENS", "true");
        // The jobs train on the bundled sample; the full dataset would be fetched before the first is answered.
        environment.put("ATELIER_DATASETS_FASHION_MNIST_ENABLED", "false");
        environment.put(
                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", folder.resolve("issuer.pem").toString());
        environment.put("MP_JWT_VERIFY_ISSUER", issuer.name());
        if (ports.containsKey(Role.DATASET_SERVICE)) {
            environment.put("ATELIER_DATASET_SERVICE_URL", "http://localhost:" + ports.get(Role.DATASET_SERVICE));
        }
        List<String> options = new ArrayList<>(List.of("-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
        // Vector operations are fast only as C2 compiles them: without it an epoch takes minutes.
        options.addAll(
                name.endsWith("-trainer")
                        ? List.of("--add-modules", "jdk.incubator.vector")
                        : List.of("-XX:TieredStopAtLevel=1"));
        return new PackagedService(name, name, folder, log(role)).launch(options, environment);
    }

    @Override
    public void close() {
        services.forEach(ChildProcess::stop);
        postgres.stop();
        broker.stop();
        http.close();
    }
}
