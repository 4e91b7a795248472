package dev.atelier.trainer.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.joblog.JobLogLine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineBufferTest {
    private static final int MOST = 10;
    private static final Duration NOT_AT_ALL = Duration.ofMillis(1);

    @Test
    void ofMoreThanItHoldsTheOldestAreCountedInTheirPlace() throws Exception {
        LineBuffer buffer = new LineBuffer(MOST, 1 << 20);
        IntStream.rangeClosed(1, 27).forEach(number -> buffer.add(line("a", number, "m")));

        List<JobLogLine> taken = buffer.take(100, NOT_AT_ALL);

        assertThat(taken).extracting(JobLogLine::sequence).containsExactly(17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
        assertThat(taken.getFirst().event()).isEqualTo("linesLost");
        assertThat(taken.getFirst().message()).startsWith("17 lines were lost here");
        assertThat(buffer.take(100, NOT_AT_ALL)).isEmpty();
    }

    @Test
    void aSingleLostLineBeforeTheFirstOfAnotherRunIsCounted() throws Exception {
        LineBuffer buffer = new LineBuffer(1, 1 << 20);
        buffer.add(line("a", 9, "m"));
        buffer.add(line("b", 1, "m"));

        List<JobLogLine> taken = buffer.take(100, NOT_AT_ALL);

        assertThat(taken).extracting(JobLogLine::run).containsExactly("b", "b");
        assertThat(taken).extracting(JobLogLine::sequence).containsExactly(0, 1);
        assertThat(taken.getFirst().message()).startsWith("1 line was lost here");
    }

    @Test
    void longStacksMakeRoomToo() throws Exception {
        LineBuffer buffer = new LineBuffer(1_000, 50_000);
        IntStream.rangeClosed(1, 100).forEach(number -> buffer.add(line("a", number, "m".repeat(2_000))));

        List<JobLogLine> taken = buffer.take(1_000, NOT_AT_ALL);

        assertThat(taken.stream()
                        .skip(1)
                        .mapToInt(line -> line.message().length())
                        .sum())
                .isBetween(46_000, 50_000);
        assertThat(taken.getLast().sequence()).isEqualTo(100);
    }

    /** Whatever is added and taken in whatever order: every line is taken once, in order, or counted as lost. */
    @Test
    void everyLineIsTakenOrCounted() throws Exception {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LineBuffer buffer = new LineBuffer(1 + random.nextInt(MOST), 1 + random.nextInt(3_000));
            List<Integer> taken = new ArrayList<>();
            int lost = 0;
            int added = 0;
            for (int turn = 0; turn < 100 || !buffer.isEmpty(); turn++) {
                for (int i = random.nextInt(turn < 100 ? 8 : 1); i > 0; i--) {
                    buffer.add(line("a", ++added, "m".repeat(random.nextInt(500))));
                }
                for (JobLogLine line :
                        buffer.isEmpty() ? List.<JobLogLine>of() : buffer.take(1 + random.nextInt(5), NOT_AT_ALL)) {
                    if (line.event().equals("linesLost")) {
                        lost += Integer.parseInt(line.message().split(" ")[0]);
                    } else {
                        taken.add(line.sequence());
                    }
                }
            }
            assertThat(taken).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
            assertThat(taken.size() + lost).as("seed %d", seed).isEqualTo(added);
        }
    }

    private static JobLogLine line(String run, int sequence, String message) {
        return new JobLogLine(
                "4f1c0000000000000000",
                1,
                run,
                sequence,
                "test-trainer",
                "info",
                "epoch",
                message,
                null,
                Instant.EPOCH);
    }
}
