package dev.atelier.bench.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.Environment;
import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.EpochCompleted.Score;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.contracts.event.JobCompleted.ClassScore;
import dev.atelier.contracts.event.JobCompleted.Mistake;
import dev.atelier.contracts.event.JobCompleted.Model;
import dev.atelier.contracts.event.JobCompleted.ReliabilityBin;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.JobStarted;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.QueuedJob;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The synthetic events of a job, as large as those of a trained job. All follow from its number. */
final class SyntheticJob {
    private static final int CLASSES = 10;
    private static final int IMAGES_OF_A_CLASS = 1000;
    private static final int BINS = 15;
    private static final String DIGEST = "d".repeat(64);
    private static final String DATASET = "fashion-mnist@" + DIGEST.substring(0, 12);
    private static final Environment ENVIRONMENT = new Environment(
            "mlp-trainer", "0", "none", "none", "none", "cpu", 2, Map.of("jdk", "none"), DIGEST, DIGEST);

    private final int number;
    private final int epochs;
    private final Instant queued;
    private final Job request;

    /** Job {@code number}, queued so many seconds after {@code start}. */
    SyntheticJob(int number, int epochs, Instant start) {
        this.number = number;
        this.epochs = epochs;
        this.queued = start.plusSeconds(number);
        this.request = request();
    }

    String id() {
        return "%020d".formatted(number);
    }

    /** The record that it waited as. */
    QueuedJob queuedJob() {
        return new QueuedJob(id(), "synthetic", 1, DATASET, DIGEST, request, null, queued);
    }

    /** The events of its life, from being queued to being completed. */
    List<Event> events() {
        String run = id() + "-run";
        List<Event> events = new ArrayList<>(epochs + 3);
        events.add(new JobQueued(id(), "synthetic", 1, DATASET, DIGEST, request, null, queued));
        events.add(new JobStarted(id(), 1, run, null, request, ENVIRONMENT, queued));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            events.add(epoch(run, epoch));
        }
        events.add(completed(run));
        return events;
    }

    private Job request() {
        ObjectNode wanted = Json.MAPPER.createObjectNode();
        wanted.put("family", "mlp")
                .put("name", "variant %d of many".formatted(number))
                .put("seed", number);
        wanted.putObject("training").put("epochs", epochs);
        return JobSchema.resolve(wanted).orElseThrow();
    }

    private EpochCompleted epoch(String run, int epoch) {
        double loss = 1.0 / epoch + (number % 97) / 1000.0;
        return new EpochCompleted(
                id(),
                1,
                run,
                run,
                epoch,
                epochs,
                new Score(loss, 1 - loss / 4),
                new Score(loss + 0.05, 1 - loss / 3),
                Collections.emptySortedMap(),
                0.001,
                50_000,
                1,
                0.7,
                0.01,
                1L << 30,
                queued.plusSeconds(epoch));
    }

    private JobCompleted completed(String run) {
        double accuracy = 0.8 + (number % 997) / 10_000.0;
        int right = (int) (accuracy * IMAGES_OF_A_CLASS);
        List<List<Integer>> confusion = IntStream.range(0, CLASSES)
                .mapToObj(row -> IntStream.range(0, CLASSES)
                        .mapToObj(column ->
                                column == row ? right : column == (row + 1) % CLASSES ? IMAGES_OF_A_CLASS - right : 0)
                        .toList())
                .toList();
        List<ClassScore> classes = IntStream.range(0, CLASSES)
                .mapToObj(each -> new ClassScore("class " + each, IMAGES_OF_A_CLASS, accuracy, accuracy))
                .toList();
        List<ReliabilityBin> bins = IntStream.range(0, BINS)
                .mapToObj(bin -> new ReliabilityBin(100, (bin + 0.5) / BINS, (bin + 0.5) / BINS))
                .toList();
        List<Mistake> mistakes = IntStream.range(0, TestResult.MISTAKES)
                .mapToObj(image -> new Mistake(image, 0, 1, 0.9))
                .toList();
        String path = id() + "/model.safetensors";
        return new JobCompleted(
                id(),
                1,
                run,
                epochs,
                epochs,
                epochs,
                new TestResult(accuracy, 0.4, 0.02, Collections.emptySortedMap(), confusion, classes, bins, mistakes),
                new Model(path, DIGEST, 269_322),
                List.of(new Artifact("model.safetensors", path, DIGEST, 1_077_288)),
                epochs,
                queued.plusSeconds(epochs + 1));
    }
}
