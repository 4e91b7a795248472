package dev.atelier.cli.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.mlflow.client.MetricPoint;
import dev.atelier.cli.mlflow.client.RunStatus;
import dev.atelier.cli.mlflow.client.TrackedRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunChangesTest {
    private static final Instant TIME = Instant.ofEpochMilli(1000);
    private static final JobRun WANTED = new JobRun(
            "j",
            "linear seed 1",
            TIME,
            Optional.of(TIME),
            RunStatus.FINISHED,
            Map.of("a", "1", "b", "2"),
            List.of(new MetricPoint("loss", 1, 0.5, TIME), new MetricPoint("loss", 2, 0.25, TIME)),
            Map.of("atelier.job", "j", "atelier.seed", "1"),
            "note",
            List.of());

    @Test
    void nothingIsAddedToARunThatHasAll() {
        TrackedRun there =
                there("FINISHED", Map.of("a", "1", "b", "2"), Map.of("atelier.job", "j", "atelier.seed", "1"));

        RunChanges changes = RunChanges.between(WANTED, there, Map.of("loss", Map.of(1L, 0.5, 2L, 0.25)));

        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.otherMetrics()).isZero();
    }

    @Test
    void onlyWhatIsMissingIsAdded() {
        TrackedRun there = there("RUNNING", Map.of("a", "1"), Map.of("atelier.job", "j", "mine", "x"));

        RunChanges changes = RunChanges.between(WANTED, there, Map.of("loss", Map.of(1L, 0.5)));

        assertThat(changes.params()).containsExactly(Map.entry("b", "2"));
        assertThat(changes.metrics()).containsExactly(new MetricPoint("loss", 2, 0.25, TIME));
        assertThat(changes.tags()).containsExactly(Map.entry("atelier.seed", "1"));
        assertThat(changes.standing()).isTrue();
    }

    @Test
    void whatIsThereWithAnotherValueStaysAndIsNamed() {
        TrackedRun there = there("FINISHED", Map.of("a", "1", "b", "3"), WANTED.tags());

        RunChanges changes = RunChanges.between(WANTED, there, Map.of("loss", Map.of(1L, 0.5, 2L, 0.26)));

        assertThat(changes.isEmpty()).isTrue();
        assertThat(changes.otherParams()).containsExactly("b");
        assertThat(changes.otherMetrics()).isEqualTo(1);
    }

    @Test
    void aReasonThatIsNoLongerSoIsTakenAwayAndForeignTagsAreNot() {
        Map<String, String> tags =
                Map.of("atelier.job", "j", "atelier.seed", "1", "atelier.reason", "it failed", "atelier.mine", "x");

        assertThat(RunChanges.between(WANTED, there("FAILED", WANTED.params(), tags), Map.of())
                        .staleTags())
                .containsExactly("atelier.reason");
    }

    private static TrackedRun there(String status, Map<String, String> params, Map<String, String> tags) {
        return new TrackedRun("r", "linear seed 1", status, Optional.of(1000L), "", params, tags, Set.of("loss"));
    }
}
