package dev.atelier.localstack.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The generated passwords of a server's roles, in a file that only its owner can read. Its format is that of
 * PostgreSQL's own clients, which take it as {@code PGPASSFILE}.
 */
final class PostgresPasswords {
    private static final int PASSWORD_BYTES = 24;
    private static final String PREFIX = "*:*:*:";

    private final Path file;

    PostgresPasswords(Path file) {
        this.file = file;
    }

    static String generate() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** The password of the role, if it has one. */
    Optional<String> find(String role) {
        return Optional.ofNullable(read().get(role));
    }

    /** @throws IllegalStateException if the role has none */
    String get(String role) {
        return find(role)
                .orElseThrow(() -> new IllegalStateException("PostgreSQL's role " + role + " has no password in " + file
                        + " yet; it gets one when the server is ready"));
    }

    /** Replaces the file as a whole, so that a reader sees either the old or the new one. */
    synchronized void put(String role, String password) {
        SortedMap<String, String> all = new TreeMap<>(read());
        all.put(role, password);
        StringBuilder lines = new StringBuilder();
        all.forEach((name, secret) ->
                lines.append(PREFIX).append(name).append(':').append(secret).append('\n'));
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the passwords of PostgreSQL's roles to " + file, e);
        }
    }

    private SortedMap<String, String> read() {
        SortedMap<String, String> all = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int end = line.lastIndexOf(':');
                if (line.startsWith(PREFIX) && end > PREFIX.length()) {
                    all.put(line.substring(PREFIX.length(), end), line.substring(end + 1));
                }
            }
            return all;
        } catch (NoSuchFileException e) {
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the passwords of PostgreSQL's roles in " + file, e);
        }
    }
}
