package dev.atelier.contracts.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingControlsTest {
    private static final JobControl CANCEL = control(JobControl.CANCEL, 1);

    @Test
    void theLatestOfPauseAndResumeStandsBesideACancellation() {
        StandingControls standing = StandingControls.NONE
                .after(control(JobControl.PAUSE, 0))
                .after(CANCEL)
                .after(control(JobControl.RESUME, 2));

        assertThat(standing.cancellation()).contains(CANCEL);
        assertThat(standing.pausing()).contains(control(JobControl.RESUME, 2));
    }

    @Test
    void anActionThatIsNotKnownChangesNothing() {
        StandingControls standing = StandingControls.NONE.after(CANCEL);

        assertThat(standing.after(control("postpone", 3))).isEqualTo(standing);
    }

    @Test
    void aKeyOfARoundNamesItsJob() {
        assertThat(RoundKey.job(RoundKey.of("0123456789abcdef0123"))).contains("0123456789abcdef0123");
        assertThat(RoundKey.job("0123456789abcdef0123")).isEmpty();
    }

    private static JobControl control(String action, int second) {
        return new JobControl(action, "", Instant.parse("2026-01-01T12:00:00Z").plusSeconds(second));
    }
}
