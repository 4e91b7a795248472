package dev.atelier.results.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.lifecycle.JobState;
import dev.atelier.results.view.JobSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            place | trainers | suspended            | published | running   | reason
            1     | 0        | no mlp trainer is up | true      | mlp       | no mlp trainer is up
            1     | 1        |                      | false     | mlp       | its dataset mnist@1 is not published yet
            2     | 1        |                      | true      | mlp       | the mlp trainer is busy with another job: mlp-0
            2     | 2        |                      | true      | mlp mlp   | mlp trainers are busy with 2 other jobs: mlp-0
            2     |          |                      | true      | cnn mlp   | the mlp trainer is busy with another job: mlp-1
            1     | 2        |                      | true      | mlp       | it starts when a trainer and enough cores of its machine are free; another job is running: mlp-0
            1     | 1        |                      | true      | cnn       | it starts when a trainer and enough cores of its machine are free; another job is running: cnn-0
            1     | 1        |                      | true      |           | a trainer takes it next
            7     | 1        |                      | true      |           | more urgent and earlier jobs are trained first
            """, useHeadersInDisplayName = true)
    void aJobThatWaitsHasAReason(
            int place, Integer trainers, String suspended, boolean published, String running, String reason) {
        String[] families = running == null ? new String[0] : running.split(" ");
        QueueReader.Queues queues = new QueueReader.Queues(
                Map.of("waiting", place),
                Map.of("mlp", 9L),
                IntStream.range(0, families.length)
                        .mapToObj(i -> new Wait.RunningJob(families[i] + "-" + i, "name", families[i]))
                        .toList(),
                published ? Set.of("mnist@1") : Set.of());

        Wait wait = Wait.of(job(), Optional.ofNullable(trainers), Optional.ofNullable(suspended), queues);

        assertThat(wait.reason() + wait.behind().map(job -> ": " + job.id()).orElse(""))
                .isEqualTo(reason);
        assertThat(wait.place()).hasValue(place);
        assertThat(wait.waiting()).isEqualTo(9);
    }

    @Test
    void aJobThatATrainerReleasedHasItsReason() {
        QueueReader.Queues queues = new QueueReader.Queues(Map.of(), Map.of(), List.of(), Set.of());

        Wait wait = Wait.of(job(Optional.of("the disk is full")), Optional.of(0), Optional.of("none runs"), queues);

        assertThat(wait).isEqualTo(new Wait(Optional.empty(), 1, "the disk is full", Optional.empty()));
    }

    @Test
    void aJobThatWasPreemptedSaysSoUnlessNoTrainerCanTakeIt() {
        QueueReader.Queues queues = new QueueReader.Queues(Map.of(), Map.of(), List.of(), Set.of("mnist@1"));
        JobSummary preempted = job(Optional.of("a more urgent one"), Optional.of(JobPaused.PREEMPTED));

        assertThat(Wait.of(preempted, Optional.of(1), Optional.empty(), queues).reason())
                .isEqualTo("a more urgent one");
        assertThat(Wait.of(preempted, Optional.of(0), Optional.of("none runs"), queues)
                        .reason())
                .isEqualTo("none runs");
    }

    private static JobSummary job() {
        return job(Optional.empty());
    }

    private static JobSummary job(Optional<String> reason) {
        return job(reason, Optional.empty());
    }

    private static JobSummary job(Optional<String> reason, Optional<String> waitingKind) {
        Optional<Double> none = Optional.empty();
        return new JobSummary(
                "waiting",
                "waiting",
                List.of(),
                List.of(),
                false,
                Optional.empty(),
                Optional.of("mnist@1"),
                "mlp",
                JobState.QUEUED,
                Priority.NORMAL,
                Optional.empty(),
                1,
                0,
                42,
                0,
                5,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                new TreeMap<>(),
                none,
                reason,
                Optional.empty(),
                waitingKind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
