package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be seen of dashboards, alerts and rules without running anything that they ask. */
class DashboardFilesTest {
    private static final Pattern RULE = Pattern.compile("- (?:alert|record): (\\S+)");

    @Test
    void dashboardsHaveFixedUidsAndQuerySourcesThatAreProvided() throws IOException {
        Set<String> provided = Pattern.compile("uid: (\\S+)")
                .matcher(Files.readString(
                        Path.of("..", "deploy", "grafana", "provisioning", "datasources", "atelier.yaml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        List<String> uids = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            uids.add(dashboard.uid());
            assertThat(dashboard.questions())
                    .isNotEmpty()
                    .allSatisfy(question ->
                            assertThat(provided).as(question.where()).contains(question.source()));
        }
        assertThat(uids)
                .containsExactlyInAnyOrder("atelier-training", "atelier-fleet", "atelier-pipeline", "atelier-jvm");
    }

    /** Several jobs can have one name, and one job several: what draws a line for each job has to tell them apart. */
    @Test
    void linesOfJobsAreDistinguishedByTheLabelOfTheJob() throws IOException {
        List<String> ofJobs = Dashboard.all().stream()
                .flatMap(dashboard -> dashboard.panels().stream())
                .flatMap(panel -> panel.findValuesAsText("rawSql").stream())
                .filter(query -> query.contains("FROM learning_curves"))
                .toList();
        assertThat(ofJobs).isNotEmpty().allSatisfy(query -> assertThat(query).containsPattern("label AS (job|metric)"));
    }

    @Test
    void everyPanelStatesWhatItShowsAndInWhichUnit() throws IOException {
        for (Dashboard dashboard : Dashboard.all()) {
            assertThat(dashboard.root().path("description").asText()).isNotBlank();
            Set<Integer> ids = dashboard.panels().stream()
                    .map(panel -> panel.path("id").asInt())
                    .collect(Collectors.toSet());
            assertThat(ids).hasSameSizeAs(dashboard.panels());
            for (JsonNode panel : dashboard.panels()) {
                String where = dashboard.uid() + ": " + panel.path("title").asText();
                assertThat(panel.path("title").asText()).as(where).isNotBlank();
                assertThat(panel.path("description").asText()).as(where).endsWith(".");
                if (!panel.path("type").asText().equals("table")) {
                    assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                            .as("unit of " + where)
                            .isNotBlank();
                }
            }
            assertThat(dashboard.variables())
                    .allSatisfy(variable ->
                            assertThat(variable.path("description").asText()).isNotBlank());
        }
    }

    @Test
    void rulesAreValidAndEveryOneIsTested() throws Exception {
        assumeTrue(Prometheus.installed(), Prometheus.NOT_RUN);
        Prometheus.promtool("check", "config", "prometheus.yaml");
        assertThat(Prometheus.promtool("test", "rules", "tests/alerts.test.yaml"))
                .contains("SUCCESS");

        String tests =
                Files.readString(Prometheus.CONFIGURATION.resolve("tests").resolve("alerts.test.yaml"));
        String alerts =
                Files.readString(Prometheus.CONFIGURATION.resolve("rules").resolve("alerts.yaml"));
        for (String rules : List.of(
                alerts,
                Files.readString(Prometheus.CONFIGURATION.resolve("rules").resolve("recording.yaml")))) {
            List<String> names =
                    RULE.matcher(rules).results().map(match -> group(match)).toList();
            assertThat(names).isNotEmpty().allSatisfy(name -> assertThat(tests).contains(name));
        }
    }

    private static String group(MatchResult match) {
        return match.group(1);
    }
}
