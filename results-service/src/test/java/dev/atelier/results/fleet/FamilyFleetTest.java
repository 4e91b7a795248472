package dev.atelier.results.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.results.view.SuspendedTrainerReader.Suspended;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FamilyFleetTest {
    private static final Instant SINCE = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<Suspended> ONE =
            List.of(new Suspended("cnn-trainer on a, process 7", "cnn", "library", "PyTorch cannot be loaded", SINCE));

    @Test
    void whatKeepsTheOnlyTrainerFromTakingJobsIsReportedWhereJobsWait() {
        assertThat(notice(Optional.of(0), ONE, 2))
                .contains("2 cnn jobs wait, and cnn-trainer on a, process 7 has taken none since 2026-01-02T03:04:05Z:"
                        + " PyTorch cannot be loaded");
        assertThat(notice(Optional.of(0), List.of(), 1)).contains("1 cnn job waits, and no cnn trainer is running");
        assertThat(notice(Optional.of(0), ONE, 0)).isEmpty();
    }

    @Test
    void nothingIsReportedWhereAnotherTrainerTakesJobsOrTheBrokerDoesNotAnswer() {
        assertThat(notice(Optional.of(1), ONE, 2)).isEmpty();
        assertThat(notice(Optional.empty(), ONE, 2)).isEmpty();
    }

    private static Optional<String> notice(Optional<Integer> trainers, List<Suspended> suspended, long waiting) {
        return FamilyFleet.of("cnn", trainers, suspended, waiting, 0, Optional.of(SINCE))
                .notice();
    }
}
