package dev.atelier.dataset.publishing.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
    private static final Path FULL = Path.of("/usr/share/datasets/fashion-mnist");

    @TempDir
    Path folder;

    @Test
    void theSampleHasTheSameNumberOfImagesOfEachClass() throws Exception {
        Dataset sample = sample();

        assertThat(sample.train().perClass()).containsOnly(SampleGenerator.TRAIN_PER_CLASS);
        assertThat(sample.test().perClass()).containsOnly(SampleGenerator.TEST_PER_CLASS);
        assertThat(sample.train().imageSize()).isEqualTo(28 * 28);
    }

    @Test
    void theSampleIsWhatTheGeneratorMakesOfTheFullDataset() throws Exception {
        assumeTrue(Files.isDirectory(FULL), "Debian's package dataset-fashion-mnist is not installed");
        SampleGenerator.main(FULL.toString(), folder.toString());

        Dataset generated = find(definition(List.of(folder), Optional.empty()));
        Dataset sample = sample();

        assertThat(sample.train().imagesSha256()).isEqualTo(generated.train().imagesSha256());
        assertThat(sample.train().labelsSha256()).isEqualTo(generated.train().labelsSha256());
        assertThat(sample.test().imagesSha256()).isEqualTo(generated.test().imagesSha256());
        assertThat(sample.test().labelsSha256()).isEqualTo(generated.test().labelsSha256());
    }

    private static Dataset sample() throws Exception {
        return find(definition(List.of(), Optional.of("datasets/fashion-mnist-sample")));
    }

    private static Dataset find(DatasetDefinition definition) throws Exception {
        return new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system()).find(definition);
    }

    private static DatasetDefinition definition(List<Path> folders, Optional<String> resources) {
        Map<DatasetFile, String> files = new EnumMap<>(DatasetFile.class);
        files.put(DatasetFile.TRAIN_IMAGES, "train-images-idx3-ubyte");
        files.put(DatasetFile.TRAIN_LABELS, "train-labels-idx1-ubyte");
        files.put(DatasetFile.TEST_IMAGES, "t10k-images-idx3-ubyte");
        files.put(DatasetFile.TEST_LABELS, "t10k-labels-idx1-ubyte");
        return new DatasetDefinition(
                "sample",
                Collections.nCopies(SampleGenerator.CLASSES, "class"),
                files,
                Map.of(),
                folders,
                resources,
                Path.of("unused"),
                Optional.empty(),
                Optional.empty());
    }
}
