package dev.atelier.bench.mlp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.bench.Contender;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.mlp.algorithm.MlpAlgorithm;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.training.BareRun;
import dev.atelier.trainer.training.BareRun.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what the event-driven shell adds to a job: the time that a stack which is up takes for it, from being queued to
 * being completed, against the same training and evaluation without queue, checkpoints and events, by turns, each going
 * first in every other round. Arguments: bootstrap servers, rounds (7), epochs of the job (20).
 *
 * <p>Each side's time is the median epoch of all its rounds, as often as the job has epochs, and the median of what its
 * rounds took besides. Another load that slows the machine down for some epochs, as on shared hardware, moves the sum of a
 * round but not the median of its epochs.
 */
public final class StackOverhead {
    private static final double TARGET_PERCENT = 3;
    private static final long DATASET_BYTES = 1L << 30;

    private StackOverhead() {}

    public static void main(String[] arguments) throws Exception {
        String bootstrapServers = arguments[0];
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        int epochs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        Job job = job(epochs);
        try (StackedJobs stack = new StackedJobs(bootstrapServers);
                DatasetLibrary datasets = new DatasetLibrary(Broker.at(bootstrapServers), DATASET_BYTES)) {
            DatasetManifest manifest = stack.manifest(job.data().dataset());
            BareRun bare = BareRun.on(manifest, datasets, new MlpAlgorithm());
            bare.time(job(3));
            stack.time(job(3));
            List<Timing> alone = new ArrayList<>();
            List<Timing> stacked = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    alone.add(bare.time(job));
                    stacked.add(stack.time(job));
                } else {
                    stacked.add(stack.time(job));
                    alone.add(bare.time(job));
                }
            }
            double without = report("a job of " + epochs + " epochs, without the stack", epochs, alone);
            double with = report("the same through the stack", epochs, stacked);
            double percent = 100 * (with - without) / with;
            System.out.printf(
                    "share of the event-driven stack: %.1f %% (target at most %.0f %%: %s)%n",
                    percent, TARGET_PERCENT, percent <= TARGET_PERCENT ? "reached" : "missed");
        }
        System.exit(0);
    }

    /** Prints and returns a side's time in seconds. */
    private static double report(String name, int epochs, List<Timing> timings) {
        double epoch = Contender.median(timings.stream()
                .flatMap(timing -> timing.epochs().stream())
                .map(StackOverhead::seconds)
                .toList());
        double besides = Contender.median(timings.stream()
                .map(timing -> timing.epochs().stream().reduce(timing.whole(), Duration::minus))
                .map(StackOverhead::seconds)
                .toList());
        double time = epochs * epoch + besides;
        System.out.printf(
                "%-32s %.3f s = %d x %.4f s + %.3f s; whole rounds %s%n",
                name,
                time,
                epochs,
                epoch,
                besides,
                timings.stream()
                        .map(timing -> "%.2f".formatted(seconds(timing.whole())))
                        .toList());
        return time;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static Job job(int epochs) throws IOException {
        ObjectNode request = (ObjectNode) Json.tree(Workload.create(2).job());
        ((ObjectNode) request.get("training")).put("epochs", epochs);
        return Json.MAPPER.treeToValue(request, Job.class);
    }
}
