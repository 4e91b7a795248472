package dev.atelier.trainer.checkpoint;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.schedule.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Checkpoints of one job. */
public final class SampleCheckpoints {
    public static final String JOB = "4f1c0000000000000000";
    static final Instant NOW = Instant.parse("2026-05-04T10:00:00.123456789Z");

    private SampleCheckpoints() {}

    /** What another run of the job resumes from. */
    static Optional<Checkpoint> takenOver(JobCheckpoints of, String run) throws Exception {
        of.claim(run, QueuePlace.ofTime(NOW), NOW);
        return of.resume(run);
    }

    /** A checkpoint, the same for the same arguments. */
    public static Checkpoint checkpoint(String run, int epoch, int bestEpoch, boolean best) {
        List<EpochCompleted> epochs = IntStream.rangeClosed(1, epoch)
                .mapToObj(number -> new EpochCompleted(
                        JOB,
                        0,
                        "a",
                        "a",
                        number,
                        9,
                        new Score(0.1 + number, 0.2),
                        new Score(Double.NaN, 1 / 3.0),
                        new TreeMap<>(Map.of("validation.beauty", number / 3.0)),
                        0.001,
                        1e5,
                        1.5,
                        2.5,
                        0.01,
                        1L << 40,
                        NOW.plusSeconds(number)))
                .toList();
        return new Checkpoint(
                JOB,
                run,
                EpochHistory.of(epochs),
                epoch * 100L,
                new Watch(bestEpoch, 0.9, epoch - bestEpoch),
                new Watch(1, 0.1 + 0.2, epoch - 1),
                tensors(epoch),
                best ? Optional.of(tensors(100 + bestEpoch)) : Optional.empty());
    }

    private static SortedMap<String, Tensor> tensors(int seed) {
        return new TreeMap<>(Map.of("w", Tensor.of(new float[] {seed, 0.1f * seed}, 2), "step", Tensor.scalar(seed)));
    }
}
