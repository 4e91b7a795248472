package dev.atelier.trainer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.contracts.joblog.JobLogLine;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobLogTest {
    private static final String JOB = "4f1c0000000000000000";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);

    private final List<JobLogLine> lines = new ArrayList<>();
    private final JobLogs logs = new JobLogs(lines::add, "mlp-trainer on node-3", CLOCK);

    @Test
    void linesOfARunAreNumberedAndHaveTheRoundThatIsKnown() {
        int[] round = {0};
        JobLog log = logs.of(JOB, "a", () -> round[0]);
        log.info(JobLogEvent.ACCEPTED, "accepted");
        round[0] = 2;
        log.warn(JobLogEvent.RELEASED, "released");
        logs.of(JOB, "b", () -> 3).info(JobLogEvent.ACCEPTED, "accepted");

        assertThat(lines).extracting(JobLogLine::sequence).containsExactly(1, 2, 1);
        assertThat(lines).extracting(JobLogLine::round).containsExactly(0, 2, 3);
        assertThat(lines).extracting(JobLogLine::level).containsExactly("info", "warn", "info");
        assertThat(lines).extracting(JobLogLine::trainer).containsOnly("mlp-trainer on node-3");
        assertThat(lines).extracting(JobLogLine::time).containsOnly(CLOCK.instant());
    }

    @Test
    void anErrorHasItsStackAndItsCausesCutToSize() {
        Throwable deep = new IllegalStateException("the innermost");
        for (int cause = 0; cause < 2_000; cause++) {
            deep = new IllegalStateException("cause " + cause, deep);
        }
        logs.of(JOB, "a", () -> 1).error(JobLogEvent.ERROR, "it failed", deep);
        logs.of(JOB, "a", () -> 1).error(JobLogEvent.ERROR, "it failed", new IllegalStateException("alone"));

        assertThat(lines.getFirst().stack())
                .startsWith("java.lang.IllegalStateException: cause 1999")
                .contains("JobLogTest")
                .hasSize(JobLogLine.LONGEST_STACK)
                .endsWith("…");
        assertThat(lines.getLast().stack())
                .startsWith("java.lang.IllegalStateException: alone\n")
                .endsWith("\n");
    }

    @Test
    void nothingThatGoesWrongReachesTheRun() {
        JobLog withoutSink = new JobLogs(
                        line -> {
                            throw new IllegalStateException("for a test");
                        },
                        "t",
                        CLOCK)
                .of(JOB, "a", () -> 1);
        JobLog log = logs.of(JOB, "a", () -> 1);
        Exception hostile = new Exception() {
            private static final long serialVersionUID = 1L;

            @Override
            public String toString() {
                throw new IllegalStateException("for a test");
            }
        };

        assertThatCode(() -> withoutSink.info(JobLogEvent.EPOCH, "m")).doesNotThrowAnyException();
        assertThatCode(() -> log.error(JobLogEvent.ERROR, "m", hostile)).doesNotThrowAnyException();
        assertThatCode(() -> log.info(JobLogEvent.EPOCH, "m".repeat(1 << 20))).doesNotThrowAnyException();
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line.message()).hasSize(JobLogLine.LONGEST_MESSAGE));
    }

    @Test
    void aJobOfAnyLengthHasABoundedNumberOfEpochsInItsLog() {
        assertThat(IntStream.rangeClosed(1, 1_000)).allMatch(LoggedEpochs::isLogged);
        assertThat(IntStream.rangeClosed(1_001, 1_100).filter(LoggedEpochs::isLogged))
                .containsExactly(1_010, 1_020, 1_030, 1_040, 1_050, 1_060, 1_070, 1_080, 1_090, 1_100);
        assertThat(IntStream.rangeClosed(1, 100_000)
                        .filter(LoggedEpochs::isLogged)
                        .count())
                .isEqualTo(1_000 + 900 + 900);
        assertThat(LoggedEpochs.isLogged(1_000_000_000)).isTrue();
        assertThat(LoggedEpochs.isLogged(Integer.MAX_VALUE)).isFalse();
    }
}
