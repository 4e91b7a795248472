package dev.atelier.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.event.JobEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEventCheckTest {
    @ParameterizedTest
    @ValueSource(ints = {JobLifecycle.MOST_ROUNDS + 1, Integer.MAX_VALUE})
    void refusesRoundsAboveTheMost(int round) {
        for (JobEvent event : List.of(
                Events.queued(round),
                Events.started(round, "a"),
                Events.epoch(round, "a"),
                Events.released(round, "a"),
                Events.completed(round, "a"),
                Events.failed(round, "a"),
                Events.cancelled(round, null),
                Events.deleted(round))) {
            assertThatThrownBy(() -> JobEventCheck.check(event))
                    .as(event.type())
                    .hasMessage("round is " + round + "; expected at most 1000000000");
        }
    }

    @Test
    void acceptsTheLastRound() {
        assertThatCode(() -> JobEventCheck.check(Events.queued(JobLifecycle.MOST_ROUNDS)))
                .doesNotThrowAnyException();
    }
}
