package dev.atelier.dataset.publishing.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The datasets this service offers, by name, under {@code atelier.datasets}. To add one, give its classes and a
 * folder, a download address or a package of Debian; every IDX dataset of labelled images of one size will do.
 */
@ConfigMapping(prefix = "atelier.datasets")
public interface DatasetConfiguration {

    @WithParentName
    Map<String, Entry> datasets();

    /** One dataset. */
    interface Entry {
        /** Whether it is offered. */
        @WithDefault("true")
        boolean enabled();

        /** Names of the classes, by class number. */
        List<String> classes();

        /** Folder that holds the files; searched first. */
        Optional<Path> folder();

        /** Folder where a package of the operating system puts the files; searched next. */
        Optional<Path> systemFolder();

        /** Folder on the class path, for the resources of the service. */
        Optional<String> resources();

        /** Address to which the names of the files plus {@code .gz} are appended; it ends with a slash. */
        Optional<URI> download();

        /** Package of Debian that holds the files; fetched, without being installed, where the download fails. */
        Optional<String> debianPackage();

        /** Names of the files, plain or with {@code .gz}, where they are not MNIST's. */
        Files files();

        /** SHA-256 of the uncompressed files; nothing else is accepted where one is given. */
        Digests sha256();
    }

    /** Names of the four files, without {@code .gz}. */
    interface Files {
        @WithDefault("train-images-idx3-ubyte")
        String trainImages();

        @WithDefault("train-labels-idx1-ubyte")
        String trainLabels();

        @WithDefault("t10k-images-idx3-ubyte")
        String testImages();

        @WithDefault("t10k-labels-idx1-ubyte")
        String testLabels();
    }

    /** Digests of the four files, uncompressed. */
    interface Digests {
        Optional<String> trainImages();

        Optional<String> trainLabels();

        Optional<String> testImages();

        Optional<String> testLabels();
    }

    /**
     * The definitions of the datasets that are offered.
     *
     * @param cache folder under which what is fetched of each dataset gets a folder of its own
     */
    default List<DatasetDefinition> definitions(Path cache) {
        return datasets().entrySet().stream()
                .filter(entry -> entry.getValue().enabled())
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> definition(entry.getKey(), entry.getValue(), cache.resolve(entry.getKey())))
                .toList();
    }

    private static DatasetDefinition definition(String name, Entry entry, Path cache) {
        Map<DatasetFile, String> sha256 = new EnumMap<>(DatasetFile.class);
        entry.sha256().trainImages().ifPresent(digest -> sha256.put(DatasetFile.TRAIN_IMAGES, digest));
        entry.sha256().trainLabels().ifPresent(digest -> sha256.put(DatasetFile.TRAIN_LABELS, digest));
        entry.sha256().testImages().ifPresent(digest -> sha256.put(DatasetFile.TEST_IMAGES, digest));
        entry.sha256().testLabels().ifPresent(digest -> sha256.put(DatasetFile.TEST_LABELS, digest));
        Map<DatasetFile, String> files = Map.of(
                DatasetFile.TRAIN_IMAGES, entry.files().trainImages(),
                DatasetFile.TRAIN_LABELS, entry.files().trainLabels(),
                DatasetFile.TEST_IMAGES, entry.files().testImages(),
                DatasetFile.TEST_LABELS, entry.files().testLabels());
        List<Path> folders = Stream.of(entry.folder(), entry.systemFolder())
                .flatMap(Optional::stream)
                .toList();
        return new DatasetDefinition(
                name,
                entry.classes(),
                files,
                sha256,
                folders,
                entry.resources(),
                cache,
                entry.download(),
                entry.debianPackage());
    }
}
