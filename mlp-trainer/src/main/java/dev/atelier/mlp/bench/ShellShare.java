package dev.atelier.mlp.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.mlp.algorithm.MlpAlgorithm;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.run.BareRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures what the event-driven shell adds to a job: the time that a stack which is up takes for it, from being queued to
 * being completed, against the same training and evaluation without queue, checkpoints and events, by turns. Arguments:
 * bootstrap servers, rounds (5), epochs of the job (20).
 */
public final class ShellShare {
    private static final double TARGET_PERCENT = 3;
    private static final long DATASET_BYTES = 1L << 30;

    private ShellShare() {}

    public static void main(String[] arguments) throws Exception {
        String bootstrapServers = arguments[0];
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        int epochs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20;
        Job job = job(epochs);
        try (StackedJobs stack = new StackedJobs(bootstrapServers);
                DatasetLibrary datasets =
                        new DatasetLibrary(Map.of("bootstrap.servers", bootstrapServers), DATASET_BYTES)) {
            DatasetManifest manifest = stack.manifest(job.data().dataset());
            BareRun bare = BareRun.on(manifest, datasets, new MlpAlgorithm());
            bare.time(job(1));
            stack.time(job(1));
            List<Double> alone = new ArrayList<>();
            List<Double> stacked = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                alone.add(bare.time(job).toNanos() / 1e9);
                stacked.add(stack.time(job).toNanos() / 1e9);
            }
            report(epochs, alone, stacked);
        }
        System.exit(0);
    }

    private static void report(int epochs, List<Double> alone, List<Double> stacked) {
        double bare = Contender.median(alone);
        double whole = Contender.median(stacked);
        double percent = 100 * (whole - bare) / whole;
        System.out.printf("a job of %d epochs, bare:         median %.2f s; rounds %s%n", epochs, bare, rounded(alone));
        System.out.printf("the same through the stack:       median %.2f s; rounds %s%n", whole, rounded(stacked));
        System.out.printf(
                "share of the event-driven shell:  %.1f %% (target at most %.0f %%: %s)%n",
                percent, TARGET_PERCENT, percent <= TARGET_PERCENT ? "reached" : "missed");
    }

    private static List<String> rounded(List<Double> seconds) {
        return seconds.stream().map("%.2f"::formatted).toList();
    }

    private static Job job(int epochs) throws IOException {
        ObjectNode request = (ObjectNode) Json.tree(Workload.create(2).job());
        ((ObjectNode) request.get("training")).put("epochs", epochs);
        return Json.MAPPER.treeToValue(request, Job.class);
    }
}
