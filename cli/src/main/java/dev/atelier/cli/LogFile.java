package dev.atelier.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The log of one service: its last lines, then again and again the lines added since. */
final class LogFile {
    private static final int TAIL_BYTES = 256 << 10;

    private final String service;
    private final Path file;
    private long position;
    private String unfinished = "";

    LogFile(String service, Path file) {
        this.service = service;
        this.file = file;
    }

    String service() {
        return service;
    }

    /** The last lines, at most as many as asked for. */
    List<String> last(int count) throws IOException {
        long size = size();
        position = Math.max(0, size - TAIL_BYTES);
        boolean amidALine = position > 0;
        List<String> lines = added();
        if (amidALine && !lines.isEmpty()) {
            lines = lines.subList(1, lines.size());
        }
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** The whole lines added since the last call; a file that began anew is read from its beginning. */
    List<String> added() throws IOException {
        long size = size();
        if (size < position) {
            position = 0;
            unfinished = "";
        }
        if (size == position) {
            return List.of();
        }
        byte[] bytes = new byte[Math.toIntExact(size - position)];
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(position);
            in.readFully(bytes);
        }
        position = size;
        String text = unfinished + new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        unfinished = text.substring(end);
        return new ArrayList<>(text.substring(0, end).lines().toList());
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }
}
