package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatasetConfigurationTest {
    @Test
    void fashionMnistAndItsSampleAreOffered() throws Exception {
        List<DatasetDefinition> definitions = ConfiguredDatasets.offered(Map.of());

        assertThat(definitions)
                .extracting(DatasetDefinition::name)
                .containsExactly("fashion-mnist", "fashion-mnist-sample");
        DatasetDefinition full = definitions.getFirst();
        assertThat(full.classes()).hasSize(10).startsWith("T-shirt/top").endsWith("Ankle boot");
        assertThat(full.sha256()).containsOnlyKeys(DatasetFile.values());
        assertThat(full.folders()).containsExactly(Path.of("/usr/share/datasets/fashion-mnist"));
        assertThat(full.cache()).isEqualTo(ConfiguredDatasets.CACHE.resolve("fashion-mnist"));
        assertThat(full.download()).isPresent();
        assertThat(full.debianPackage()).contains("dataset-fashion-mnist");
        assertThat(definitions.getLast().download()).isEmpty();
        assertThat(definitions.getLast().debianPackage()).isEmpty();
    }

    @Test
    void aConfiguredFolderComesBeforeTheSystems() throws Exception {
        List<DatasetDefinition> definitions =
                ConfiguredDatasets.offered(Map.of("atelier.datasets.fashion-mnist.folder", "/mine"));

        assertThat(definitions.getFirst().folders())
                .containsExactly(Path.of("/mine"), Path.of("/usr/share/datasets/fashion-mnist"));
    }

    @Test
    void anyOtherDatasetIsAddedByItsNameFilesAndClasses() throws Exception {
        List<DatasetDefinition> definitions = ConfiguredDatasets.offered(Map.of(
                "atelier.datasets.emnist-digits.classes", "0,1,2,3,4,5,6,7,8,9",
                "atelier.datasets.emnist-digits.folder", "/data/emnist",
                "atelier.datasets.emnist-digits.files.train-images", "emnist-digits-train-images-idx3-ubyte",
                "atelier.datasets.fashion-mnist.enabled", "false"));

        assertThat(definitions)
                .extracting(DatasetDefinition::name)
                .containsExactly("emnist-digits", "fashion-mnist-sample");
        assertThat(definitions.getFirst().files())
                .containsEntry(DatasetFile.TRAIN_IMAGES, "emnist-digits-train-images-idx3-ubyte")
                .containsEntry(DatasetFile.TEST_LABELS, "t10k-labels-idx1-ubyte");
        assertThat(definitions.getFirst().sha256()).isEmpty();
    }

    @Test
    void aMistypedDigestIsNamed() {
        assertThatThrownBy(() -> ConfiguredDatasets.offered(
                        Map.of("atelier.datasets.fashion-mnist.sha256.test-labels", "0402A9")))
                .hasMessageContaining("atelier.datasets.fashion-mnist.sha256.test-labels: '0402A9' is not a SHA-256");
    }

    @Test
    void whatCannotBeAPackageIsNamed() {
        assertThatThrownBy(() -> ConfiguredDatasets.offered(
                        Map.of("atelier.datasets.fashion-mnist.debian-package", "-oDebug=1")))
                .hasMessageContaining(
                        "atelier.datasets.fashion-mnist.debian-package: '-oDebug=1' is not the name of a package");
    }

    @Test
    void debiansPackageHasThePinnedContent() throws Exception {
        DatasetDefinition full = ConfiguredDatasets.offered(Map.of()).getFirst();
        assumeTrue(Files.isDirectory(full.folders().getFirst()), "dataset-fashion-mnist is not installed");

        Dataset dataset =
                new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system()).find(full);

        assertThat(dataset.origin()).isEqualTo("/usr/share/datasets/fashion-mnist");
        assertThat(dataset.train().count()).isEqualTo(60_000);
        assertThat(dataset.test().count()).isEqualTo(10_000);
    }
}
