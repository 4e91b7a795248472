package dev.atelier.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobEventCheckTest {
    @ParameterizedTest
    @ValueSource(ints = {JobLifecycle.MOST_ROUNDS + 1, Integer.MAX_VALUE})
    void aRoundThatNoOtherCouldFollowIsRefusedOfEveryEvent(int round) {
        assertThatThrownBy(() -> JobEventCheck.check(Events.queued(round)))
                .hasMessage("round is " + round + "; expected at most 1000000000");
        assertThatThrownBy(() -> JobEventCheck.check(Events.started(round, "a")))
                .hasMessageContaining("round is ");
    }

    @Test
    void theLastRoundIsNot() {
        assertThatCode(() -> JobEventCheck.check(Events.queued(JobLifecycle.MOST_ROUNDS)))
                .doesNotThrowAnyException();
    }
}
