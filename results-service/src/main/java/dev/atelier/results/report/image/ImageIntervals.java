package dev.atelier.results.report.image;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.results.artifact.ArtifactFiles;
import dev.atelier.results.prediction.PredictionFile;
import dev.atelier.results.projection.JobHistory;
import dev.atelier.results.projection.JobRow;
import dev.atelier.results.statistics.ImageBootstrap;
import dev.atelier.results.statistics.Interval;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Intervals of mean test accuracies over test images, from what the jobs predicted. An interval follows from the files
 * alone, so it is found once for files of the same digests.
 */
@Singleton
public final class ImageIntervals {
    private static final Logger LOG = Logger.getLogger(ImageIntervals.class);
    private static final String PREDICTIONS = "predictions.safetensors";
    private static final int MOST_KEPT = 10_000;

    private final ArtifactFiles artifacts;
    private final Cache<List<String>, Interval> found =
            Caffeine.newBuilder().maximumSize(MOST_KEPT).build();

    ImageIntervals(ArtifactFiles artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * In percent; nothing unless every result's predictions are there.
     *
     * @param jobs of one variant; those without a result do not count
     */
    public Optional<Interval> of(List<JobHistory> jobs) {
        List<JobRow.Result> results =
                jobs.stream().flatMap(job -> job.job().result().stream()).toList();
        List<Artifact> files = results.stream()
                .flatMap(result -> result.artifacts().stream()
                        .filter(artifact -> artifact.name().equals(PREDICTIONS)))
                .toList();
        if (files.size() < results.size()) {
            return Optional.empty();
        }
        List<String> digests = files.stream().map(Artifact::sha256).toList();
        Optional<Interval> known = Optional.ofNullable(found.getIfPresent(digests));
        if (known.isPresent()) {
            return known;
        }
        Optional<Interval> interval = interval(files);
        interval.ifPresent(computed -> found.put(digests, computed));
        return interval;
    }

    private Optional<Interval> interval(List<Artifact> files) {
        List<boolean[]> correct = new ArrayList<>();
        for (Artifact file : files) {
            Optional<boolean[]> seed = correct(file);
            if (seed.isEmpty()) {
                return Optional.empty();
            }
            correct.add(seed.get());
        }
        return ImageBootstrap.interval(correct)
                .map(interval -> new Interval(100 * interval.least(), 100 * interval.greatest()));
    }

    private Optional<boolean[]> correct(Artifact artifact) {
        try {
            Optional<Path> file = artifacts.find(artifact);
            return file.isEmpty() ? Optional.empty() : Optional.of(PredictionFile.readCorrect(file.get()));
        } catch (IOException e) {
            LOG.warnf("Left out of a report: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
