package dev.atelier.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.StudyResponse;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.cli.terminal.TimeText;
import dev.atelier.contracts.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lists of jobs and of studies. */
class ListTablesTest {
    private static final Instant QUEUED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant NOW = QUEUED.plusSeconds(600);

    @Test
    void aJobIsShownWithWhereItIsFromAndHowLongItTook() {
        String submitted = TimeText.minute(QUEUED);

        assertThat(jobs().toString().lines())
                .containsExactly(
                        "job                   name   state      epoch  test accuracy  submitted           duration"
                                + "  dataset        family  study  tags     validation accuracy  test loss",
                        "0123456789abcdef0123  first  completed    5/5        87.12 %  " + submitted
                                + "  2 min 05 s  fashion-mnist  mlp     s-1    a=1 b=2              84.21 %     0.3612",
                        "0123456789abcdef0124  other  running      1/5              -  " + submitted
                                + "  9 min 50 s  -              mlp     -      -                          -          -",
                        "0123456789abcdef0125  waits  queued       0/5              -  -                          -"
                                + "  -              mlp     -      -                          -          -");
    }

    @Test
    void howUrgentAndWhoseAJobIsIsShownWhereAnyJobSaysSo() {
        List<JobResponse> jobs = Stream.of(
                        job("0123456789abcdef0123", "first", "QUEUED", 0)
                                .put("priority", "high")
                                .put("owner", "ada"),
                        job("0123456789abcdef0124", "other", "QUEUED", 0).put("priority", "normal"))
                .map(job -> Json.MAPPER.convertValue(job, JobResponse.class))
                .toList();

        assertThat(JobListTable.of(jobs, ShownMetrics.of(List.of()), NOW)
                        .toString()
                        .lines()
                        .toList())
                .satisfies(lines -> {
                    assertThat(lines.getFirst()).containsPattern("duration +priority +owner +dataset");
                    assertThat(lines.get(1)).containsPattern(" high +ada ");
                    assertThat(lines.get(2)).containsPattern(" normal +- ");
                });
        assertThat(JobListTable.of(jobs.subList(1, 2), ShownMetrics.of(List.of()), NOW)
                        .toString())
                .doesNotContain("priority", "owner");
    }

    @Test
    void onATerminalTheListIsNoWiderThanItIs() {
        for (int width = 80; width < 200; width++) {
            int columns = width;
            assertThat(jobs().render(width, false).lines()).allMatch(line -> DisplayWidth.of(line) <= columns);
            assertThat(studies().render(width, false).lines()).allMatch(line -> DisplayWidth.of(line) <= columns);
        }
        assertThat(jobs().render(80, false)).contains("0123456789ab", "87.12 %", "completed");
    }

    @Test
    void aStudyIsShownWithItsBestVariantOrAllThatShareTheBest() {
        String submitted = TimeText.minute(QUEUED);

        assertThat(studies().toString().lines())
                .containsExactly(
                        "study  name   state       jobs  best variant   figure  metric               submitted        "
                                + "    duration",
                        "s-1    depth  completed    2/2  deep1         90.00 %  validation accuracy  " + submitted
                                + "   1 min 40 s",
                        "s-2    depth  incomplete   1/2  -             90.00 %  validation accuracy  " + submitted
                                + "            -",
                        "s-3    depth  running      0/2  -                   -  validation accuracy  " + submitted
                                + "  10 min 00 s",
                        "s-4    depth  completed    2/2  all equal     80.00 %  validation accuracy  " + submitted
                                + "            -");
    }

    private static TextTable jobs() {
        return JobListTable.of(
                List.of(
                                job("0123456789abcdef0123", "first", "COMPLETED", 5)
                                        .put("testAccuracy", 0.8712)
                                        .put("testLoss", 0.3612)
                                        .put("validationAccuracy", 0.8421)
                                        .put("study", "s-1")
                                        .put("dataset", "fashion-mnist")
                                        .put("queuedAt", QUEUED.toString())
                                        .put("startedAt", QUEUED.plusSeconds(5).toString())
                                        .put("endedAt", QUEUED.plusSeconds(130).toString())
                                        .set(
                                                "tags",
                                                Json.MAPPER
                                                        .createArrayNode()
                                                        .add("a=1")
                                                        .add("b=2")),
                                job("0123456789abcdef0124", "other", "RUNNING", 1)
                                        .put("queuedAt", QUEUED.toString())
                                        .put("startedAt", QUEUED.plusSeconds(10).toString()),
                                job("0123456789abcdef0125", "waits", "QUEUED", 0))
                        .stream()
                        .map(node -> Json.MAPPER.convertValue(node, JobResponse.class))
                        .toList(),
                ShownMetrics.of(List.of()),
                NOW);
    }

    private static ObjectNode job(String id, String name, String state, int epoch) {
        return Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("name", name)
                .put("family", "mlp")
                .put("state", state)
                .put("attempt", 1)
                .put("seed", 1)
                .put("epoch", epoch)
                .put("epochs", 5);
    }

    private static TextTable studies() {
        return StudyListTable.of(
                List.of(
                                study("s-1", 2, 0, 0.8, 0.9),
                                study("s-2", 1, 1, null, 0.9),
                                study("s-3", 0, 0, null, null),
                                study("s-4", 2, 0, 0.8, 0.8))
                        .stream()
                        .map(node -> Json.MAPPER.convertValue(node, StudyResponse.class))
                        .toList(),
                Map.of("s-1", QUEUED.plusSeconds(100)),
                NOW);
    }

    private static ObjectNode study(String id, int completed, int ended, @Nullable Double... objectives) {
        ObjectNode study = Json.MAPPER
                .createObjectNode()
                .put("id", id)
                .put("name", "depth")
                .put("description", "")
                .put("objective", "validation.accuracy")
                .put("direction", "maximize")
                .put("acceptedAt", QUEUED.toString())
                .put("jobs", 2)
                .put("completed", completed)
                .put("ended", ended);
        study.putArray("members");
        ObjectNode choice = study.putArray("choices")
                .addObject()
                .put("experiment", "depth")
                .put("objective", "validation.accuracy")
                .put("measured", Stream.of(objectives).filter(Objects::nonNull).count())
                .put("commonSeeds", 1)
                .put("sameSeeds", true);
        ArrayNode best = choice.putArray("best");
        double greatest = Stream.of(objectives)
                .filter(Objects::nonNull)
                .mapToDouble(objective -> objective)
                .max()
                .orElse(0);
        for (int i = 0; i < objectives.length; i++) {
            Double objective = objectives[i];
            String name = (objective != null && objective > 0.85 ? "deep" : "flat") + (i == 0 ? "" : i);
            ObjectNode variant = study.withArray("variants")
                    .addObject()
                    .put("experiment", "depth")
                    .put("variant", name)
                    .put("objective", "validation.accuracy")
                    .put("jobs", 1)
                    .put("counted", objective == null ? 0 : 1);
            variant.putObject("mean").put("objective", objective);
            variant.putObject("standardDeviation");
            if (objective != null && objective == greatest) {
                best.add(name);
            }
        }
        return study;
    }
}
