package dev.atelier.transfer.weights;

import dev.atelier.contracts.job.ModelSpec;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the weights that jobs name: files of one folder, and files of hosts that are allowed. Whatever else a job names is
 * refused in the same words, whether it is there or not.
 */
public final class WeightsFolder {
    /** torchvision's weights for ImageNet, {@code IMAGENET1K_V1}; the end of the name begins the file's SHA-256. */
    static final String IMAGENET = "resnet18-f37072fd.pth";

    private static final String IMAGENET_DIGEST_START = "f37072fd";
    private static final URI IMAGENET_HOME = URI.create("https://download.pytorch.org/models/" + IMAGENET);
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
    /** What was brought lies within the folder; jobs name it by its URL alone. */
    private static final String DOWNLOADS = "downloads";

    private final Path folder;
    private final DownloadedWeights downloads;

    public WeightsFolder(WeightsSettings settings, Clock clock) {
        this.folder = settings.folder();
        this.downloads = new DownloadedWeights(
                folder.resolve(DOWNLOADS),
                new AllowedHosts(settings.hosts(), settings.internalHosts()),
                settings.retention(),
                settings.downloadBytes(),
                new StoppableTask.Limits(settings.downloadTimeout(), settings.idleTimeout()),
                clock);
    }

    /** What deletes downloads that nobody used for long, and those that are too much. */
    public List<Sweep> sweeps() {
        return downloads.sweeps();
    }

    /**
     * The weights that a job asks for; brought here, if they must be. Empty where the job wants no weights but new ones.
     *
     * @throws WeightsException if they cannot be had, or are not those that the job means
     * @throws IOException if this machine cannot read or keep them
     */
    public Optional<FoundWeights> find(ModelSpec.Weights weights, StopSignal stop)
            throws IOException, StoppedException {
        String source = weights.source();
        if (source.equals("scratch")) {
            return Optional.empty();
        }
        @Nullable String pinned = weights.sha256();
        FoundWeights found = source.equals("imagenet")
                ? imagenet(stop)
                : URL.matcher(source).matches() ? downloads.find(url(source), pinned, stop) : existing(source, stop);
        try {
            require(source.equals("imagenet") ? IMAGENET_DIGEST_START : "", found);
            require(pinned == null ? "" : pinned, found);
            return Optional.of(found);
        } catch (WeightsException e) {
            found.close();
            throw e;
        }
    }

    private FoundWeights imagenet(StopSignal stop) throws IOException, StoppedException {
        if (Files.exists(folder.resolve(IMAGENET))) {
            return existing(IMAGENET, stop);
        }
        try {
            return downloads.find(IMAGENET_HOME, null, stop);
        } catch (WeightsException e) {
            throw new WeightsException(
                    "There are no ImageNet weights here. " + e.getMessage() + ". Put torchvision's " + IMAGENET
                            + " into the trainer's folder of weights, or ask for a network without them by the source"
                            + " scratch",
                    e);
        }
    }

    private static URI url(String source) throws WeightsException {
        try {
            return URI.create(source);
        } catch (IllegalArgumentException e) {
            throw new WeightsException("The source is neither the name of a file nor a URL");
        }
    }

    private FoundWeights existing(String source, StopSignal stop) throws IOException, StoppedException {
        Path file = within(source)
                .orElseThrow(() -> new WeightsException("There are no weights " + WeightsException.shown(source)
                        + "; expected the name of a file in the trainer's folder of weights"));
        return FoundWeights.open(file, WeightsException.shown(source), () -> {}, stop);
    }

    /** A file that is named by its way down from the folder and really lies below it, links followed. */
    private Optional<Path> within(String source) throws IOException {
        Path home;
        try {
            home = folder.toRealPath();
        } catch (NoSuchFileException notThere) {
            return Optional.empty();
        }
        try {
            Path named = Path.of(source);
            boolean leadsDown = !named.isAbsolute()
                    && named.equals(named.normalize())
                    && !named.startsWith("..")
                    && !named.startsWith(DOWNLOADS);
            if (!leadsDown) {
                return Optional.empty();
            }
            Path file = home.resolve(named).toRealPath();
            return file.startsWith(home) && !file.startsWith(home.resolve(DOWNLOADS)) && Files.isRegularFile(file)
                    ? Optional.of(file)
                    : Optional.empty();
        } catch (IOException | InvalidPathException notThere) {
            return Optional.empty();
        }
    }

    private static void require(String digestStart, FoundWeights found) throws WeightsException {
        if (!found.sha256().startsWith(digestStart)) {
            throw new WeightsException("The weights in " + found.source() + " have the SHA-256 " + found.sha256()
                    + "; expected one that "
                    + (digestStart.length() < found.sha256().length() ? "begins with " : "is ")
                    + digestStart);
        }
    }
}
