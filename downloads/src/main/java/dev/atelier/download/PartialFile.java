package dev.atelier.download;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The part of a file that was downloaded so far, and the entity tag of the file. Only a strong tag is kept and used: a
 * weak one means that two files are equivalent, not that they have the same bytes.
 *
 * @param tagFile is there only where the server sent a strong tag
 */
public record PartialFile(Path file, Path tagFile) {
    /** Beside the file that it becomes, as {@code *.part} and {@code *.part.etag}. */
    public static PartialFile beside(Path target) {
        return new PartialFile(
                target.resolveSibling(target.getFileName() + ".part"),
                target.resolveSibling(target.getFileName() + ".part.etag"));
    }

    /** Bytes that can be kept, where the server still has the same file. */
    long resumable() throws IOException {
        return tag().isPresent() ? size() : 0;
    }

    long size() throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    Optional<String> tag() throws IOException {
        try {
            return Optional.of(Files.readString(tagFile, StandardCharsets.UTF_8))
                    .filter(PartialFile::isStrong);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Discards the part, and begins a new one of the file with this tag. */
    void restart(Optional<String> tag) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(tagFile);
        Optional<String> strong = tag.filter(PartialFile::isStrong);
        if (strong.isPresent()) {
            Files.writeString(tagFile, strong.get(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isStrong(String tag) {
        return tag.length() >= 2 && tag.startsWith("\"") && tag.endsWith("\"");
    }
}
