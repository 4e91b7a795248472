package dev.atelier.cli.follow;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.lifecycle.JobState;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Jobs and epochs for tests. */
public final class Jobs {
    private Jobs() {}

    public static JobResponse job(String id, String state, int epoch) {
        return job(id, state, epoch, state.equals("COMPLETED") ? 0.8712 : null, null);
    }

    public static JobResponse job(
            String id, String state, int epoch, @Nullable Double testAccuracy, @Nullable String sha256) {
        boolean trained = epoch > 0;
        return new JobResponse(
                id,
                "name of " + id,
                "mlp",
                JobState.valueOf(state),
                1,
                1,
                42,
                epoch,
                5,
                trained ? 0.4567 : null,
                trained ? 0.83 : null,
                trained ? 0.44 : null,
                trained ? 0.8421 : null,
                trained ? 51_234.4 : null,
                trained ? 3.0 : null,
                testAccuracy,
                testAccuracy == null ? null : 0.3612,
                Collections.emptySortedMap(),
                state.equals("FAILED") ? "the loss is not a number" : null,
                null,
                null,
                null,
                null,
                "digest",
                trained ? 3.0 * epoch : null,
                null,
                sha256 == null ? null : new JobResponse.Model("models/" + id, sha256, 269_322),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    /** A job that a version of Atelier completed, with these weights. */
    public static JobResponse jobBy(String version, String sha256) {
        Map<String, Object> answer = new HashMap<>(Json.MAPPER.convertValue(
                job("a", "COMPLETED", 2, 0.87, sha256), new TypeReference<Map<String, Object>>() {}));
        answer.put("environment", Map.of("version", version));
        return Json.MAPPER.convertValue(answer, JobResponse.class);
    }

    /** A job in one of its rounds. */
    public static Map<String, Object> inRound(int round, JobResponse job) {
        Map<String, Object> answer =
                new HashMap<>(Json.MAPPER.convertValue(job, new TypeReference<Map<String, Object>>() {}));
        answer.put("round", round);
        return answer;
    }

    /** A job whose trainer a more urgent one took. */
    public static Map<String, Object> preempted(JobResponse job) {
        Map<String, Object> answer = inRound(2, job);
        answer.put("waitingKind", "preempted");
        answer.put("reason", "A more urgent job took its trainer; the job waits again");
        return answer;
    }

    /** A job that a trainer gave back. */
    public static JobResponse released(String id, String reason) {
        JobResponse job = job(id, "QUEUED", 2);
        return new JobResponse(
                job.id(),
                job.name(),
                job.family(),
                job.state(),
                job.round(),
                job.attempt(),
                job.seed(),
                job.epoch(),
                job.epochs(),
                job.trainLoss(),
                job.trainAccuracy(),
                job.validationLoss(),
                job.validationAccuracy(),
                job.samplesPerSecond(),
                job.epochSeconds(),
                null,
                null,
                Collections.emptySortedMap(),
                reason,
                Instant.EPOCH,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    public static Epoch epoch(int number, double trainLoss) {
        return epoch(number, trainLoss, Map.of());
    }

    static Epoch epoch(int number, double seconds, double trainLoss) {
        return epoch(number, seconds, trainLoss, Map.of());
    }

    public static Epoch epoch(int number, @Nullable Double trainLoss, Map<String, Double> metrics) {
        return epoch(number, 3.0, trainLoss, metrics);
    }

    private static Epoch epoch(int number, double seconds, @Nullable Double trainLoss, Map<String, Double> metrics) {
        return new Epoch(
                number,
                5,
                trainLoss,
                0.83,
                0.44,
                0.8421,
                new TreeMap<>(metrics),
                0.001,
                1.5,
                51_234.4,
                seconds,
                Instant.EPOCH);
    }
}
