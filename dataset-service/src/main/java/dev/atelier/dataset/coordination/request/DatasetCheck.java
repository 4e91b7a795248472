package dev.atelier.dataset.coordination.request;

import dev.atelier.contracts.check.Checked;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.DatasetFit;
import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.job.Fork;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.job.JobCheck;
import dev.atelier.dataset.publishing.publication.Catalogue;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with a job in view of the datasets that there are, and of the job that it is forked from. */
public final class DatasetCheck {
    private final Catalogue catalogue;
    private final Ancestry ancestry;
    private final String platformVersion;

    /**
     * @param ancestry knows the jobs that others are forked from
     * @param platformVersion the version that the jobs are trained by
     */
    public DatasetCheck(Catalogue catalogue, Ancestry ancestry, String platformVersion) {
        this.catalogue = catalogue;
        this.ancestry = ancestry;
        this.platformVersion = platformVersion;
    }

    /**
     * The check of the jobs of one submission: all of them see each dataset as it was when the first of them named it.
     *
     * @param pending gets the datasets of the jobs that are still being fetched or published, so that nothing can be decided yet
     */
    public JobCheck of(Set<String> pending) {
        Map<String, Optional<Catalogue.Entry>> found = new HashMap<>();
        Map<String, Checked<JobCheck.Parent>> parents = new HashMap<>();
        Map<Fork, List<Violation>> forks = new HashMap<>();
        return new JobCheck() {
            @Override
            public List<Violation> check(Job job) {
                @Nullable Fork fork = job.fork();
                List<Violation> ofFork = fork == null
                        ? List.of()
                        : forks.computeIfAbsent(fork, each -> ancestry.violations(each, platformVersion));
                return ofFork.isEmpty()
                        ? DatasetCheck.this.check(job, entry(job.data().dataset()), pending)
                        : ofFork;
            }

            @Override
            public Optional<Checked<Parent>> parent(String job) {
                return Optional.of(parents.computeIfAbsent(job, ancestry::parent));
            }

            private Optional<Catalogue.Entry> entry(String dataset) {
                return found.computeIfAbsent(dataset, catalogue::find);
            }

            @Override
            public OptionalInt trainingImages(String dataset) {
                return entry(dataset).orElse(null) instanceof Available(DatasetManifest manifest, String notice)
                        ? OptionalInt.of(manifest.train().images())
                        : OptionalInt.empty();
            }
        };
    }

    private List<Violation> check(Job job, Optional<Catalogue.Entry> entry, Set<String> pending) {
        String name = job.data().dataset();
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
            case Available(DatasetManifest manifest, String notice) -> DatasetFit.violations(job, manifest);
        };
    }

    /** The dataset of a known job, where it is still being fetched or published. */
    Optional<String> pendingOf(String job) {
        return ancestry.dataset(job).filter(this::isPending);
    }

    /** Whether a dataset is still being fetched or published. */
    boolean isPending(String name) {
        return catalogue
                .find(name)
                .filter(entry -> entry instanceof Unavailable unavailable && unavailable.pending())
                .isPresent();
    }

    /** The manifest of a dataset that a {@link #of check} found nothing wrong with. */
    public DatasetManifest manifest(String name) {
        return catalogue
                .find(name)
                .map(entry -> entry instanceof Available(DatasetManifest manifest, String notice) ? manifest : null)
                .orElseThrow(() -> new IllegalStateException("dataset " + name + " was available and no longer is"));
    }

    private static Violation violation(String name, String expected) {
        return new Violation("data.dataset", '"' + name + '"', expected);
    }
}
