package dev.atelier.transfer.weights;

import dev.atelier.download.DownloadLimits;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.retention.Sweep;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
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
    /** Downloaded weights lie within the folder; jobs name them by their URL alone. */
    private static final String DOWNLOADS = "downloads";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    /** As Linux has them. */
    private static final int NAME_BYTES_AT_MOST = 255;

    private static final int PATH_BYTES_AT_MOST = 4_095;
    private static final int LINKS_AT_MOST = 40;

    private final Path folder;
    private final DownloadedWeights downloads;

    public WeightsFolder(WeightsSettings settings, Clock clock) {
        this.folder = settings.folder();
        this.downloads = new DownloadedWeights(
                folder.resolve(DOWNLOADS),
                new AllowedHosts(settings.hosts(), settings.internalHosts()),
                settings.retention(),
                new DownloadLimits(
                        CONNECT_TIMEOUT,
                        settings.idleTimeout(),
                        Optional.of(settings.downloadTimeout()),
                        settings.downloadBytes(),
                        1),
                clock);
    }

    /** Deletes downloads that were not used for long, and those beyond the size limit. */
    public List<Sweep> sweeps() {
        return downloads.sweeps();
    }

    /**
     * The weights that a job requests; downloaded, if they must be. Empty where the job wants no weights but new ones.
     *
     * @throws WeightsException if they are not available, or are not those that the job names
     * @throws IOException if this machine cannot read or keep them
     */
    public Optional<FoundWeights> find(WeightsSpec weights, StopSignal stop) throws IOException, StoppedException {
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
        Optional<Path> file = within(IMAGENET);
        if (file.isPresent()) {
            return FoundWeights.open(file.get(), IMAGENET, () -> {}, stop);
        }
        try {
            return downloads.find(IMAGENET_HOME, null, stop);
        } catch (WeightsException e) {
            throw new WeightsException(
                    "There are no ImageNet weights here. " + e.getMessage() + ". Put torchvision's " + IMAGENET
                            + " into the trainer's folder of weights, or set model.weights.source to scratch",
                    e);
        }
    }

    private static URI url(String source) throws WeightsException {
        try {
            return URI.create(source);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(
                    "The source is not a valid URL; expected imagenet, scratch, the name of a file, or a URL");
        }
    }

    private FoundWeights existing(String source, StopSignal stop) throws IOException, StoppedException {
        Path file = within(source)
                .orElseThrow(() -> new WeightsException("There are no weights " + WeightsException.shown(source)
                        + "; expected the name of a file in the trainer's folder of weights"));
        return FoundWeights.open(file, WeightsException.shown(source), () -> {}, stop);
    }

    /**
     * A file that is named by its way down from the folder and really lies below it, links followed.
     *
     * @throws IOException if the disk cannot be read
     */
    private Optional<Path> within(String source) throws IOException {
        Optional<Path> named = wayDown(source);
        if (named.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path home = folder.toRealPath();
            Optional<Path> file = real(home, home.resolve(named.get()));
            return file.isPresent() && attributes(file.get()).isRegularFile() ? file : Optional.empty();
        } catch (NoSuchFileException notThere) {
            return Optional.empty();
        }
    }

    private static Optional<Path> wayDown(String source) {
        try {
            Path named = Path.of(source);
            boolean leadsDown = !named.isAbsolute()
                    && named.equals(named.normalize())
                    && !named.startsWith("..")
                    && !named.startsWith(DOWNLOADS);
            return leadsDown ? Optional.of(named) : Optional.empty();
        } catch (InvalidPathException notAName) {
            return Optional.empty();
        }
    }

    /** Where a path below the folder really leads; empty where that is out of it, whatever may be there. */
    private static Optional<Path> real(Path home, Path file) throws IOException {
        try {
            Path real = file.toRealPath();
            return isInside(home, real) ? Optional.of(real) : Optional.empty();
        } catch (IOException e) {
            if (leadsNowhere(home, file, 0)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Whether a path that cannot be followed leads nowhere, or out of the folder; else its disk is at fault. Java has
     * one exception for that and for too long a name, for links in a circle, and for a file in place of a folder.
     * Nothing outside is read, so that no response reveals it.
     *
     * @param links followed on the way to this path
     */
    private static boolean leadsNowhere(Path home, Path path, int links) throws IOException {
        if (links > LINKS_AT_MOST || !isInside(home, path) || isTooLong(path)) {
            return true;
        }
        Path step = home;
        for (Path name : home.relativize(path)) {
            step = step.resolve(name);
            BasicFileAttributes attributes = attributes(step);
            if (attributes.isSymbolicLink()) {
                Path target = step.resolveSibling(Files.readSymbolicLink(step));
                return leadsNowhere(home, target.resolve(step.relativize(path)).normalize(), links + 1);
            }
            if (!attributes.isDirectory() && !step.equals(path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInside(Path home, Path path) {
        return path.startsWith(home) && !path.startsWith(home.resolve(DOWNLOADS));
    }

    private static boolean isTooLong(Path path) {
        return bytes(path) > PATH_BYTES_AT_MOST
                || StreamSupport.stream(path.spliterator(), false).anyMatch(name -> bytes(name) > NAME_BYTES_AT_MOST);
    }

    private static int bytes(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
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
