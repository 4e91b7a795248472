package dev.atelier.bench.cnn;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.atelier.bench.Contender;
import dev.atelier.cnn.algorithm.CnnAlgorithm;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.dataset.DatasetLibrary;
import dev.atelier.trainer.dataset.DatasetReadException;
import dev.atelier.trainer.training.BareRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what fresh augmentation adds to an epoch of the published study's network: epochs with it and without it, by
 * turns, on the dataset of a stack that is up. Arguments: bootstrap servers, rounds (9).
 */
public final class AugmentationOverhead {
    private static final String DATASET = "fashion-mnist";
    private static final double TARGET_PERCENT = 10;
    private static final long DATASET_BYTES = 1L << 30;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private AugmentationOverhead() {}

    public static void main(String[] arguments) throws DatasetReadException, JsonProcessingException {
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9;
        Job plain = job("{}");
        Job augmented = job(
                "{\"flip\": 0.5, \"rotate\": 10, \"translate\": 0.1, \"interpolation\": \"nearest\", \"validation\": true}");
        try (DatasetLibrary datasets = new DatasetLibrary(Broker.at(arguments[0]), DATASET_BYTES)) {
            var manifest = datasets.manifest(DATASET, TIMEOUT)
                    .orElseThrow(() -> new DatasetReadException("The dataset " + DATASET + " is not published"));
            BareRun bare = BareRun.on(manifest, datasets, new CnnAlgorithm());
            bare.time(augmented);
            List<Double> without = new ArrayList<>();
            List<Double> with = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                without.add(epoch(bare, plain));
                with.add(epoch(bare, augmented));
            }
            double least = Contender.median(without);
            double share = 100 * (Contender.median(with) - least) / least;
            System.out.printf("an epoch of 10,000 images without augmentation: median %.3f s; %s%n", least, without);
            System.out.printf("with new augmentation each epoch: median %.3f s; %s%n", Contender.median(with), with);
            System.out.printf(
                    "augmentation adds %.1f %% (target at most %.0f %%: %s)%n",
                    share, TARGET_PERCENT, share <= TARGET_PERCENT ? "reached" : "missed");
        }
        System.exit(0);
    }

    private static double epoch(BareRun bare, Job job) {
        return bare.time(job).epochs().getFirst().toMillis() / 1000.0;
    }

    private static Job job(String augment) throws JsonProcessingException {
        return JobSchema.resolve(Json.MAPPER.readTree("""
                {"family": "cnn", "data": {"limit": 10000, "split": {"validation": 2000}, "augment": %s},
                 "training": {"epochs": 1}, "runtime": {"device": "cpu", "threads": 2}}
                """.formatted(augment))).orElseThrow();
    }
}
