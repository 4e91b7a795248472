package dev.atelier.transfer.weights;

import dev.atelier.contracts.Sha256;
import dev.atelier.download.Download;
import dev.atelier.download.DownloadException;
import dev.atelier.download.DownloadLimits;
import dev.atelier.download.DownloadObserver;
import dev.atelier.download.PartialFile;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.retention.Hold;
import dev.atelier.trainer.retention.RetainedFolder;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Downloaded weights, kept once by their content however many URLs lead to them, and which content each URL led to.
 * Both are bounded by size and age. Content that is there is never deleted because a job requests other content: the
 * server is checked for newer content, and the job is refused where there is none.
 */
final class DownloadedWeights {
    private static final String CONTENT = "weights";
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final RetainedFolder contents;
    private final RetainedFolder sources;
    private final AllowedHosts hosts;
    private final Download download;

    DownloadedWeights(Path folder, AllowedHosts hosts, Retention retention, DownloadLimits limits, Clock clock) {
        this.contents = new RetainedFolder(folder.resolve("contents"), retention, clock);
        this.sources = new RetainedFolder(folder.resolve("sources"), retention, clock);
        this.hosts = hosts;
        this.download =
                new Download(hosts::requireReachable, limits.withBytesAtMost(retention.bytes()), DownloadObserver.NONE);
    }

    /** What deletes downloads, and notes about where they came from, that nobody used for long or that are too much. */
    List<Sweep> sweeps() {
        return List.of(contents.sweep("weights"), sources.sweep("addresses of weights"));
    }

    /**
     * The weights that a URL leads to, downloaded if they must be.
     *
     * @param sha256 that they must have
     */
    FoundWeights find(URI source, @Nullable String sha256, StopSignal stop) throws IOException, StoppedException {
        hosts.require(source);
        Optional<FoundWeights> wanted = sha256 == null ? Optional.empty() : openKept(sha256, source, stop);
        if (wanted.isPresent()) {
            return wanted.get();
        }
        String name = Sha256.of(source.toString());
        try (Hold hold = await(sources, name, Hold.Mode.EXCLUSIVE, stop)) {
            Path digest = hold.folder().resolve("digest");
            Optional<FoundWeights> known = Files.exists(digest)
                    ? openKept(Files.readString(digest, StandardCharsets.UTF_8), source, stop)
                    : Optional.empty();
            if (known.isPresent() && (sha256 == null || known.get().sha256().equals(sha256))) {
                return known.get();
            }
            known.ifPresent(FoundWeights::close);
            FoundWeights found = download(source, hold.folder(), known.isPresent(), stop);
            Files.writeString(digest, found.sha256(), StandardCharsets.UTF_8);
            return found;
        }
    }

    /** A second caller, in this trainer or another, waits for the first and finds its download. */
    private static Hold await(RetainedFolder folder, String name, Hold.Mode mode, StopSignal stop)
            throws IOException, StoppedException {
        while (true) {
            stop.check();
            Optional<Hold> hold = folder.hold(name, mode);
            if (hold.isPresent()) {
                return hold.get();
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private FoundWeights download(URI source, Path folder, boolean isKnown, StopSignal stop)
            throws IOException, StoppedException {
        Path partial = folder.resolve("partial");
        Path digest = folder.resolve("digest");
        Path tag = folder.resolve("tag");
        Path whole = folder.resolve("tag-of-whole");
        Optional<String> known = isKnown && Files.exists(whole)
                ? Optional.of(Files.readString(whole, StandardCharsets.UTF_8))
                : Optional.empty();
        contents.makeRoom(0, List.of());
        sources.makeRoom(0, List.of());
        if (!fetch(source, new PartialFile(partial, tag), known, stop)) {
            return openKept(Files.readString(digest, StandardCharsets.UTF_8), source, stop)
                    .orElseThrow(() -> notCome(source, "they were deleted meanwhile; submit the job again"));
        }
        String sha256;
        try (FileChannel file = FileChannel.open(partial)) {
            sha256 = WeightsFile.sha256(file, stop);
        }
        contents.makeRoom(Files.size(partial), List.of(sha256));
        Optional<Hold> writing = contents.hold(sha256, Hold.Mode.EXCLUSIVE);
        if (writing.isPresent()) {
            try (Hold hold = writing.get()) {
                Files.move(partial, hold.folder().resolve(CONTENT), StandardCopyOption.REPLACE_EXISTING);
            }
        } else {
            // The same content is in use, which another URL led to.
            Files.deleteIfExists(partial);
        }
        Files.deleteIfExists(whole);
        if (Files.exists(tag)) {
            Files.move(tag, whole, StandardCopyOption.REPLACE_EXISTING);
        }
        return openKept(sha256, source, stop)
                .orElseThrow(() -> notCome(source, "they were deleted meanwhile; submit the job again"));
    }

    private boolean fetch(URI source, PartialFile partial, Optional<String> known, StopSignal stop)
            throws IOException, StoppedException {
        try {
            return download.fetch(source, partial, known, stop::check);
        } catch (DownloadException.TooLarge e) {
            throw notCome(
                    e.address(),
                    "there are more than the " + e.limit() + " bytes that atelier.transfer.download-bytes allows");
        } catch (DownloadException e) {
            throw notCome(e.address(), e.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("interrupted");
        }
    }

    private static WeightsException notCome(URI source, String why) {
        return new WeightsException("The weights could not be downloaded from " + shown(source) + ": " + why);
    }

    /** A URL without what it may keep secret: its user and its query. */
    private static String shown(URI source) {
        return WeightsException.shown(source.getScheme() + "://" + source.getHost()
                + (source.getPort() < 0 ? "" : ":" + source.getPort()) + source.getRawPath());
    }

    /** Content that is there and whole. What is damaged is deleted. */
    private Optional<FoundWeights> openKept(String sha256, URI source, StopSignal stop)
            throws IOException, StoppedException {
        if (!sha256.matches("[0-9a-f]{64}") || !contents.has(sha256)) {
            return Optional.empty();
        }
        Hold hold = await(contents, sha256, Hold.Mode.SHARED, stop);
        Path file = hold.folder().resolve(CONTENT);
        boolean whole = false;
        try {
            if (Files.exists(file)) {
                FoundWeights found = FoundWeights.open(file, shown(source), hold::close, stop);
                whole = found.sha256().equals(sha256);
                if (whole) {
                    return Optional.of(found);
                }
                found.close();
                Files.deleteIfExists(file);
            }
            return Optional.empty();
        } finally {
            if (!whole) {
                hold.close();
            }
        }
    }
}
