package dev.atelier.pipeline;

import static dev.atelier.pipeline.PipelineTest.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.pipeline.Dashboard.Question;
import dev.atelier.stacktesting.RunningStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks whatever dashboards and rules ask of a real Prometheus that scrapes a stack at work, and of its database. */
abstract class DashboardChecks {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** What has data only when something happens that did not happen here. */
    private static final Set<String> WAITING_FOR_AN_EVENT = Set.of(
            // an alert
            "atelier-fleet: Alerts",
            // an answer with a 5xx status
            "atelier-jvm: Server errors");

    /** Metrics that rules look at, and which are there from the first failed job on. */
    private static final Set<String> WAITING_METRICS =
            Set.of("atelier_failures_projected_total", "reason:atelier_failures_projected:increase1h");

    private static final Pattern METRIC = Pattern.compile("\\b(?:[a-z]+:)?(?:atelier|disk)_[a-z0-9_:]+|\\bup\\b");

    @TempDir
    private static Path folder;

    private static String study;
    private static List<String> jobs;

    @BeforeAll
    static void train() {
        JsonNode accepted = stack().submit("""
                {'study': 'watched', 'seeds': [1, 2], 'base': {'training': {'epochs': 4},
                 'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}}},
                 'variants': [{'name': 'mlp', 'patch': {'family': 'mlp'}}, {'name': 'cnn', 'patch': {'family': 'cnn'}}]}
                """);
        study = accepted.path("study").asText();
        jobs = RunningStack.jobs(accepted);
    }

    @Test
    void everyExpressionOfDashboardsAndRulesReturnsData() throws Exception {
        assumeTrue(Prometheus.installed(), Prometheus.NOT_RUN);
        try (Prometheus prometheus = Prometheus.start(folder.resolve("prometheus"), stack().targets())) {
            stack().refused("{'family': 'nonsense'}");
            jobs.forEach(stack()::awaitEnd);
            List<Question> questions = Dashboard.all().stream()
                    .flatMap(dashboard -> dashboard.questions().stream())
                    .filter(question -> question.source().equals("atelier-prometheus"))
                    .toList();
            assertThat(questions).hasSizeGreaterThan(40);
            for (Question question : questions) {
                String expression = expression(question.text());
                if (WAITING_FOR_AN_EVENT.contains(question.where())) {
                    prometheus.query(expression);
                } else {
                    await().alias(question.where() + " has data: " + expression)
                            .atMost(TIMEOUT)
                            .until(() -> !prometheus.query(expression).isEmpty());
                }
            }
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(rules(prometheus))
                            .extracting(rule -> rule.path("health").asText())
                            .containsOnly("ok"));
            for (JsonNode rule : rules(prometheus)) {
                for (String metric : metrics(rule)) {
                    await().alias(rule.path("name").asText() + " has data to look at: " + metric)
                            .atMost(TIMEOUT)
                            .until(() -> WAITING_METRICS.contains(metric)
                                    || !prometheus.query(metric).isEmpty());
                }
            }
        }
    }

    private static List<JsonNode> rules(Prometheus prometheus) {
        return Dashboard.stream(prometheus.rules())
                .flatMap(group -> Dashboard.stream(group.path("rules")))
                .toList();
    }

    /** What a rule looks at; and a recording rule's own result. An alert itself has data when it calls. */
    private static Set<String> metrics(JsonNode rule) {
        Set<String> metrics = METRIC.matcher(rule.path("query").asText())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        if (rule.path("type").asText().equals("recording")) {
            metrics.add(rule.path("name").asText());
        }
        return metrics;
    }

    @Test
    void everyQueryReturnsRowsToAUserWhoCanReadViewsOnly() throws Exception {
        jobs.forEach(stack()::awaitEnd);
        stack().refused("{'family': 'nonsense'}");
        execute("administrator", "CREATE ROLE grafana LOGIN PASSWORD 'grafana'");
        List<Question> questions = Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.questions().stream())
                .filter(question -> question.source().equals("atelier-postgres"))
                .toList();
        assertThat(questions).hasSizeGreaterThan(8);
        for (Question question : questions) {
            await().alias(question.where()).atMost(TIMEOUT).until(() -> execute("grafana", statement(question.text())));
        }
        for (String table : List.of("jobs", "epochs", "submissions", "dead_letters", "consumer_offsets")) {
            assertThatThrownBy(() -> execute("grafana", "SELECT * FROM " + table))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied for table " + table);
        }
        assertThatThrownBy(() -> execute("grafana", "CREATE TABLE mine (n int)"))
                .hasMessageContaining("permission denied");
    }

    /** With every variable as wide as it goes. */
    private static String expression(String text) {
        return text.startsWith("label_values(")
                ? text.replaceFirst("^label_values\\((.*), (\\w+)\\)$", "count by ($2) ($1)")
                : text.replace("$family", ".*").replace("$service", ".*");
    }

    private static String statement(String text) {
        return text.replace("${study}", study)
                .replace("${metric}", "validation.accuracy")
                .replace("${job:csv}", String.join(",", jobs))
                .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN now() - interval '1 day' AND now()");
    }

    /** Whether the statement returned a row. */
    private static boolean execute(String user, String sql) throws SQLException {
        String address = "jdbc:postgresql://localhost:" + stack().postgresPort() + "/atelier";
        String password = user.equals("grafana") ? user : stack().databasePassword(user);
        try (Connection connection = DriverManager.getConnection(address, user, password);
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return false;
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next();
            }
        }
    }
}
