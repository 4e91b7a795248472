package dev.atelier.dataset.publishing.source;

import dev.atelier.contracts.check.Counted;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of a dataset before it is read: its classes, and where its files may lie.
 *
 * @param files names of the files without {@code .gz}, all four
 * @param sha256 digests of the uncompressed files, where they are known; then nothing else is accepted
 * @param folders where to look, in this order
 * @param resources folder on the class path that holds the dataset, where it is part of the service
 * @param cache folder that fetched files go to; searched after {@code folders}
 * @param download address that the names of the files plus {@code .gz} are appended to
 * @param debianPackage package of Debian that holds the files under these names; fetched where the download fails
 */
public record DatasetDefinition(
        String name,
        List<String> classes,
        Map<DatasetFile, String> files,
        Map<DatasetFile, String> sha256,
        List<Path> folders,
        Optional<String> resources,
        Path cache,
        Optional<URI> download,
        Optional<String> debianPackage) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern DEBIAN_PACKAGE = Pattern.compile("[a-z0-9][a-z0-9+.-]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public DatasetDefinition {
        classes = List.copyOf(classes);
        files = Map.copyOf(files);
        sha256 = Map.copyOf(sha256);
        folders = List.copyOf(folders);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("atelier.datasets: the name is '" + name
                    + "'; expected lower-case letters, digits, '.', '_' and '-', at most 100");
        }
        if (files.size() != DatasetFile.values().length) {
            throw new IllegalArgumentException(
                    "atelier.datasets." + name + ".files: " + files + "; expected the names of all four files");
        }
        if (classes.size() < 2 || classes.size() > 256) {
            throw new IllegalArgumentException("atelier.datasets." + name + ".classes: "
                    + Counted.of(classes.size(), "class") + "; expected 2 to 256, because a label is one byte");
        }
        if (debianPackage.filter(DEBIAN_PACKAGE.asMatchPredicate().negate()).isPresent()) {
            throw new IllegalArgumentException(
                    "atelier.datasets." + name + ".debian-package: '"
                            + debianPackage.get()
                            + "' is not the name of a package; expected lower-case letters, digits, '+', '.' and '-', at least 2");
        }
        for (var digest : sha256.entrySet()) {
            if (!SHA256.matcher(digest.getValue()).matches()) {
                throw new IllegalArgumentException("atelier.datasets." + name + ".sha256."
                        + digest.getKey().key() + ": '" + digest.getValue()
                        + "' is not a SHA-256; expected 64 lower-case hexadecimal digits");
            }
        }
    }

    /** Whether there is anything that its files can be fetched from into the cache. */
    boolean isFetchable() {
        return download.isPresent() || debianPackage.isPresent();
    }
}
