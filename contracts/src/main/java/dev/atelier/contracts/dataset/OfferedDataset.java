package dev.atelier.contracts.dataset;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of the catalogue: one that the dataset-service has published, or that it cannot publish now.
 *
 * @param pending whether it is not available because it is still being fetched and published
 * @param reason why it is not available; null where it is
 * @param contents null where it is not available
 */
public record OfferedDataset(
        String name,
        boolean available,
        boolean pending,
        @Nullable String reason,
        @Nullable Contents contents) {

    /** One that is published. */
    public static OfferedDataset of(DatasetManifest manifest) {
        return new OfferedDataset(
                manifest.name(),
                true,
                false,
                null,
                new Contents(
                        manifest.version(),
                        manifest.digest(),
                        manifest.source(),
                        manifest.classes(),
                        manifest.shape(),
                        manifest.train().images(),
                        manifest.test().images()));
    }

    /** Why it is not available, in a sentence. */
    public String why() {
        return Objects.requireNonNullElse(reason, "");
    }

    /**
     * What is in a dataset.
     *
     * @param digest SHA-256 of its content
     * @param source where its files came from
     * @param trainImages number of images
     * @param testImages number of images
     */
    public record Contents(
            String version,
            String digest,
            String source,
            List<String> classes,
            ImageShape shape,
            int trainImages,
            int testImages) {
        public Contents {
            classes = List.copyOf(classes);
        }
    }
}
