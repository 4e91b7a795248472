package dev.atelier.trainer.features;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of features, which holds so many bytes at most: for what is new the oldest must go, by the time of their last
 * use.
 */
public final class FeatureStore {
    /** A file that is as old as the last use. */
    private static final String USED = "used";

    private final Path folder;
    private final long bytesAtMost;
    private final Clock clock;

    public FeatureStore(Path folder, long bytesAtMost, Clock clock) {
        this.folder = folder;
        this.bytesAtMost = bytesAtMost;
        this.clock = clock;
    }

    /** Whether so many bytes may ever be kept. */
    public boolean holds(long bytes) {
        return bytes <= bytesAtMost;
    }

    /** Makes room for so many bytes besides the features that are named. */
    public void makeRoom(long bytes, List<String> spared) throws IOException {
        List<String> names = spared.stream().map(FeatureStore::name).toList();
        List<Path> oldestFirst;
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            oldestFirst = all.filter(each -> !names.contains(each.getFileName().toString()))
                    .sorted(Comparator.comparing(FeatureStore::lastUse).thenComparing(Path::getFileName))
                    .toList();
        }
        long kept = 0;
        for (Path each : oldestFirst) {
            kept += size(each);
        }
        for (Path each : oldestFirst) {
            if (kept + bytes <= bytesAtMost) {
                return;
            }
            if (Features.areFree(each)) {
                kept -= size(each);
                delete(each);
            }
        }
    }

    /**
     * Opens features by what decides them.
     *
     * @param key any text; equal texts have equal features
     * @param images number of images that there can be features of
     * @param values floats of one image
     * @throws FeaturesInUseException if they are open already, here or in another process
     */
    public Features open(String key, int images, int values) throws IOException {
        Path own = folder.resolve(name(key));
        Features features = Features.open(own, images, values);
        Path used = Files.write(own.resolve(USED), new byte[0]);
        Files.setLastModifiedTime(used, FileTime.from(clock.instant()));
        return features;
    }

    private static String name(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FileTime lastUse(Path each) {
        try {
            Path used = each.resolve(USED);
            return Files.exists(used) ? Files.getLastModifiedTime(used) : FileTime.fromMillis(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path each) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(each)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    private static void delete(Path each) throws IOException {
        try (Stream<Path> files = Files.list(each)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(each);
    }
}
