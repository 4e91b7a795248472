package dev.atelier.cli.command.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.DatasetServiceClient;
import dev.atelier.cli.submission.StudyDatasets;
import dev.atelier.cli.submission.SubmissionDocument;
import dev.atelier.contracts.dataset.OfferedDataset;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides between a submission and the fallback that its file names, by the datasets that the dataset-service has. It
 * waits for datasets that are still being fetched, and prints one line that cannot be overlooked where it takes the
 * fallback.
 */
final class DatasetFallback {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Supplier<List<OfferedDataset>> offered;
    private final PrintWriter err;
    private final Pause pause;

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void await(Duration duration) throws InterruptedException;
    }

    DatasetFallback(DatasetServiceClient service, PrintWriter err) {
        this(service::datasets, err, Thread::sleep);
    }

    DatasetFallback(Supplier<List<OfferedDataset>> offered, PrintWriter err, Pause pause) {
        this.offered = offered;
        this.err = err;
        this.pause = pause;
    }

    /** What is to be submitted. */
    JsonNode choose(SubmissionDocument submission) throws InterruptedException {
        List<OfferedDataset> missing = missing(StudyDatasets.of(submission.request()));
        if (missing.isEmpty() || submission.fallback().isEmpty()) {
            return submission.request();
        }
        JsonNode fallback = submission.fallback().get();
        err.println(warning(missing, fallback));
        return fallback;
    }

    private List<OfferedDataset> missing(Set<String> needed) throws InterruptedException {
        boolean noted = false;
        while (true) {
            List<OfferedDataset> missing = offered.get().stream()
                    .filter(dataset -> needed.contains(dataset.name()) && !dataset.available())
                    .toList();
            if (missing.stream().noneMatch(OfferedDataset::pending)) {
                return missing;
            }
            if (!noted) {
                err.println("Waiting for the dataset " + names(missing) + ", which is being fetched …");
                noted = true;
            }
            pause.await(LOOK);
        }
    }

    private static String warning(List<OfferedDataset> missing, JsonNode fallback) {
        String names = names(missing);
        return "*** %s IS NOT AVAILABLE HERE: this trains study %s on %s instead, and its results are not those of %s. %s ***"
                .formatted(
                        names.toUpperCase(Locale.ROOT),
                        fallback.path("study").asText(),
                        String.join(", ", StudyDatasets.of(fallback)),
                        names,
                        missing.stream().map(OfferedDataset::why).collect(Collectors.joining(" ")));
    }

    private static String names(List<OfferedDataset> datasets) {
        return datasets.stream().map(OfferedDataset::name).collect(Collectors.joining(", "));
    }
}
