package dev.atelier.dataset.coordination.request;

import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.DataSpec;
import dev.atelier.contracts.job.Job;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is wrong with a job in view of the datasets that there are. */
public final class DatasetCheck {
    private final Catalogue catalogue;

    public DatasetCheck(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Checks a job.
     *
     * @param pending gets the job's dataset where it is still being fetched or published, so that nothing can be decided yet
     */
    List<Violation> check(Job job, Set<String> pending) {
        String name = job.data().dataset();
        Optional<Catalogue.Entry> entry = catalogue.find(name);
        if (entry.isEmpty()) {
            return List.of(violation(name, "an existing dataset: " + String.join(", ", catalogue.availableNames())));
        }
        return switch (entry.get()) {
            case Unavailable unavailable
            when unavailable.pending() -> {
                pending.add(name);
                yield List.of();
            }
            case Unavailable unavailable ->
                List.of(violation(name, "a dataset that is available now. " + unavailable.reason()));
            case Available(DatasetManifest manifest, String notice) -> check(job.data(), manifest);
        };
    }

    /** Whether a dataset is still being fetched or published. */
    boolean isPending(String name) {
        return catalogue
                .find(name)
                .filter(entry -> entry instanceof Unavailable unavailable && unavailable.pending())
                .isPresent();
    }

    /** The manifest of a dataset that {@link #check} found nothing wrong with. */
    public DatasetManifest manifest(String name) {
        return catalogue
                .find(name)
                .map(entry -> entry instanceof Available(DatasetManifest manifest, String notice) ? manifest : null)
                .orElseThrow(() -> new IllegalStateException("dataset " + name + " was available and no longer is"));
    }

    private static List<Violation> check(DataSpec data, DatasetManifest manifest) {
        int images = manifest.train().images();
        int validation = data.split().validation();
        if (validation >= images) {
            return List.of(new Violation(
                    "data.split.validation",
                    String.valueOf(validation),
                    "less than the %d training images of %s".formatted(images, manifest.name())));
        }
        List<Violation> violations = new ArrayList<>();
        Integer limit = data.limit();
        if (limit != null && limit > images - validation) {
            violations.add(new Violation(
                    "data.limit",
                    limit.toString(),
                    "at most %d, which %s leaves after %d for validation"
                            .formatted(images - validation, manifest.name(), validation)));
        }
        return violations;
    }

    private static Violation violation(String name, String expected) {
        return new Violation("data.dataset", '"' + name + '"', expected);
    }
}
