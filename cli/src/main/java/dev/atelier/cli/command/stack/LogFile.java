package dev.atelier.cli.command.stack;

import dev.atelier.localstack.process.LogRotation;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The log of one service, over the files that it is kept in: its last lines, then again and again the lines added. */
final class LogFile {
    private static final int TAIL_BYTES = 256 << 10;

    private final String service;
    private final Path file;
    private Optional<Object> known = Optional.empty();
    private long position;
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();

    LogFile(String service, Path file) {
        this.service = service;
        this.file = file;
    }

    String service() {
        return service;
    }

    /** The last lines, at most as many as requested; a log that was begun lately has some in the file before. */
    List<String> readLast(int count) throws IOException {
        Optional<Part> current = part(0);
        long size = current.map(Part::size).orElse(0L);
        Optional<Part> before = size < TAIL_BYTES ? part(1) : Optional.empty();
        Part first = before.or(() -> current).orElse(new Part(file, file, 0));
        long start = Math.max(0, first.size() - (before.isPresent() ? TAIL_BYTES - size : TAIL_BYTES));
        known = Optional.of(first.key());
        position = start;
        List<String> lines = readAdded();
        if (start > 0 && !lines.isEmpty()) {
            lines = lines.subList(1, lines.size());
        }
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The whole lines added since the last call; a truncated file is read from its beginning. */
    List<String> readAdded() throws IOException {
        for (int turns = countTurns(); turns >= 0; turns--) {
            Optional<Part> part = part(turns);
            if (part.isPresent() && !readOn(part.get(), turns)) {
                break;
            }
        }
        byte[] bytes = unfinished.toByteArray();
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        unfinished.reset();
        unfinished.write(bytes, end, bytes.length - end);
        return new ArrayList<>(
                new String(bytes, 0, end, StandardCharsets.UTF_8).lines().toList());
    }

    /** How often the log was put aside since it was read; a file that is gone altogether is not looked for. */
    private int countTurns() throws IOException {
        for (int turns = 0; known.isPresent() && turns <= LogRotation.USUAL.kept(); turns++) {
            if (part(turns).map(Part::key).equals(known)) {
                return turns;
            }
        }
        return 0;
    }

    /** Whether the part was still in its place when it was read; if not, it is read the next time. */
    private boolean readOn(Part part, int turns) throws IOException {
        boolean same = Optional.of(part.key()).equals(known);
        boolean truncated = same && part.size() < position;
        long from = same && !truncated ? position : 0;
        byte[] bytes = new byte[Math.toIntExact(part.size() - from)];
        try (RandomAccessFile in = new RandomAccessFile(part.file().toFile(), "r")) {
            in.seek(from);
            in.readFully(bytes);
        } catch (EOFException | FileNotFoundException e) {
            return false;
        }
        if (!part(turns).map(Part::key).equals(Optional.of(part.key()))) {
            return false;
        }
        if (truncated) {
            unfinished.reset();
        }
        known = Optional.of(part.key());
        position = part.size();
        unfinished.writeBytes(bytes);
        return true;
    }

    /** @param key by which a file is known again after it was renamed */
    private record Part(Path file, Object key, long size) {}

    private Optional<Part> part(int turns) throws IOException {
        Path path = LogRotation.before(file, turns);
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(
                    new Part(path, Objects.requireNonNullElse(attributes.fileKey(), path), attributes.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
