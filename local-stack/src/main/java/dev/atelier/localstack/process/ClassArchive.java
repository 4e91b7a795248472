package dev.atelier.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The classes of a program, as its JVM has loaded and verified them, in a file. A JVM that starts from it needs about half the
 * processor time. The JVM writes the file when it exits in order and there is none, or one of another version of Java.
 */
public final class ClassArchive {
    private ClassArchive() {}

    /**
     * The JVM's options for a program's archive; none where the file's folder cannot be written. An archive that is older than
     * one of the jars is deleted: the JVM would neither use nor replace it.
     *
     * @param file of this program alone
     * @param jars what the program is started from
     */
    public static List<String> options(Path file, List<Path> jars) {
        try {
            Files.createDirectories(file.getParent());
            if (isOlderThanOneOf(jars, file)) {
                Files.deleteIfExists(file);
            }
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

    private static boolean isOlderThanOneOf(List<Path> jars, Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        FileTime written = Files.getLastModifiedTime(file);
        for (Path jar : jars) {
            if (Files.exists(jar) && Files.getLastModifiedTime(jar).compareTo(written) > 0) {
                return true;
            }
        }
        return false;
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
