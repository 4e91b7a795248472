package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.stack.service.Health;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivenessWatchTest {
    private static final Health DOWN =
            new Health(Health.Status.DOWN, List.of("job-queue: secondsSinceLastTurn is 200"));

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final LivenessWatch watch = new LivenessWatch(LivenessWatch.Settings.USUAL, now::get);

    @Test
    void endsAProcessThatReportedForAMinuteThatItIsNotLive() {
        assertThat(watch.observe(DOWN)).isEmpty();
        pass(30);
        assertThat(watch.observe(DOWN)).isEmpty();
        pass(29);
        assertThat(watch.observe(DOWN)).isEmpty();
        pass(1);
        assertThat(watch.observe(DOWN)).contains("was not live for 60 s: job-queue: secondsSinceLastTurn is 200");
    }

    @Test
    void wantsThreeChecksHoweverLongTheMachineSlept() {
        assertThat(watch.observe(DOWN)).isEmpty();
        pass(3600);
        assertThat(watch.observe(DOWN)).isEmpty();
        assertThat(watch.observe(DOWN)).isPresent();
    }

    @Test
    void forgetsEverythingAtOneGoodAnswer() {
        for (int i = 0; i < 2; i++) {
            watch.observe(DOWN);
            pass(59);
        }
        assertThat(watch.observe(Health.UP)).isEmpty();
        pass(20);
        assertThat(watch.observe(DOWN)).isEmpty();
    }

    @Test
    void bearsSilenceLonger() {
        for (int i = 0; i < 9; i++) {
            assertThat(watch.observe(Health.silent(8182))).isEmpty();
            pass(20);
        }
        assertThat(watch.observe(Health.silent(8182)))
                .contains("was not live for 180 s: does not respond on port 8182");
    }

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
