package dev.atelier.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The classes of a program, as its JVM has loaded and verified them, in a file. A JVM that starts from it needs about half the
 * processor time. The JVM writes the file when it exits in order and there is none that fits its version and its jars.
 */
public final class ClassArchive {
    private ClassArchive() {}

    /**
     * The JVM's options for a program's archive; none where the file's folder cannot be written.
     *
     * @param file of this program alone
     */
    public static List<String> options(Path file) {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            return List.of();
        }
        if (!Files.isWritable(file.getParent())) {
            return List.of();
        }
        // Checked against its checksum, because two JVMs that exit at the same time write the same file.
        return List.of(
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + file,
                "-XX:+VerifySharedSpaces",
                "-Xlog:cds*=off,aot*=off");
    }

    /** The folder of archives that belong to no project's folder: in the user's cache. */
    public static Path ofUser() {
        return ofUser(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static Path ofUser(Map<String, String> environment, Path home) {
        return Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .orElse(home.resolve(".cache"))
                .resolve("atelier/classes");
    }
}
