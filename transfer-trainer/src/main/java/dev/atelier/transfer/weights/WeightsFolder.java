package dev.atelier.transfer.weights;

import dev.atelier.contracts.job.ModelSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds the files that jobs name, in a folder, elsewhere on this machine, or on hosts that are allowed. */
public final class WeightsFolder {
    /** torchvision's weights for ImageNet, {@code IMAGENET1K_V1}; the end of the name begins the file's SHA-256. */
    static final String IMAGENET = "resnet18-f37072fd.pth";

    private static final String IMAGENET_DIGEST_START = "f37072fd";
    private static final URI IMAGENET_HOME = URI.create("https://download.pytorch.org/models/" + IMAGENET);

    /** A file's lock is the whole JVM's, so threads need one of their own. */
    private static final Object BRINGING = new Object();

    private final Path folder;
    private final Download download;

    public WeightsFolder(Path folder, Set<String> hosts) {
        this.folder = folder;
        this.download = new Download(hosts);
    }

    /**
     * A file of weights.
     *
     * @param sha256 of all its bytes
     */
    public record Found(Path file, String sha256) {}

    /**
     * The file that a job asks for; brought here, if it must be. Empty where the job wants no weights but new ones.
     *
     * @throws WeightsException if it cannot be had, or is not the one that the job means
     */
    public Optional<Found> find(ModelSpec.Weights weights) throws WeightsException {
        String source = weights.source();
        if (source.equals("scratch")) {
            return Optional.empty();
        }
        Path file;
        try {
            file = source.equals("imagenet")
                    ? imagenet()
                    : source.contains("://") ? brought(URI.create(source)) : existing(source);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(source + " is neither a path nor a URL: " + e.getMessage(), e);
        }
        Found found = new Found(file, digest(file));
        require(source.equals("imagenet") ? IMAGENET_DIGEST_START : "", found);
        @Nullable String pinned = weights.sha256();
        require(pinned == null ? "" : pinned, found);
        return Optional.of(found);
    }

    private Path imagenet() throws WeightsException {
        Path file = folder.resolve(IMAGENET);
        if (Files.exists(file)) {
            return file;
        }
        try {
            return brought(IMAGENET_HOME);
        } catch (WeightsException e) {
            throw new WeightsException(
                    "There are no ImageNet weights here. " + e.getMessage() + ". Put torchvision's " + IMAGENET
                            + " into " + folder.toAbsolutePath()
                            + ", or ask for a network without them by the source scratch",
                    e);
        }
    }

    private Path brought(URI source) throws WeightsException {
        String path = source.getPath() == null ? "" : source.getPath();
        String last = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
        UUID where = UUID.nameUUIDFromBytes(source.toString().getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve("brought").resolve(where.toString()).resolve(last.isEmpty() ? "weights" : last);
        if (!Files.exists(file)) {
            try {
                bring(source, file);
            } catch (WeightsException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw new WeightsException("The weights did not come from " + source + ": " + reason(e), e);
            }
        }
        return file;
    }

    /** Whoever comes second, in this trainer or another, waits for the first and finds the file. */
    private void bring(URI source, Path file) throws IOException {
        Path parent = Files.createDirectories(file.toAbsolutePath().getParent());
        synchronized (BRINGING) {
            try (FileChannel lock = FileChannel.open(
                            parent.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                if (!Files.exists(file)) {
                    download.fetch(source, file);
                }
            }
        }
    }

    private Path existing(String source) throws WeightsException {
        Path file = folder.resolve(source);
        if (!Files.isRegularFile(file)) {
            throw new WeightsException(
                    "There is no file " + file.toAbsolutePath() + "; expected weights of PyTorch or safetensors");
        }
        return file;
    }

    /** What does not fit is taken away if it was brought here, so that it can be brought again. */
    private void require(String digestStart, Found found) throws WeightsException {
        if (found.sha256().startsWith(digestStart)) {
            return;
        }
        if (found.file().startsWith(folder.resolve("brought"))) {
            try {
                Files.deleteIfExists(found.file());
            } catch (IOException e) {
                throw new WeightsException("The wrong weights in " + found.file() + " cannot be deleted", e);
            }
        }
        throw new WeightsException("The weights in " + found.file().toAbsolutePath() + " have the SHA-256 "
                + found.sha256() + "; expected one that "
                + (digestStart.length() < found.sha256().length() ? "begins with " : "is ") + digestStart);
    }

    private static String digest(Path file) throws WeightsException {
        try {
            return WeightsFile.sha256(file);
        } catch (IOException e) {
            throw new WeightsException("The weights in " + file + " cannot be read: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
