package dev.atelier.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final String FROM_ARCHIVE = "shared objects file (top)";

    @TempDir
    private Path folder;

    /** Started by the test, from a jar: classes of a folder are not archived. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            System.out.println("started");
        }
    }

    @Test
    void theSecondStartOfAProgramReadsTheClassesOfTheFirst() throws IOException, InterruptedException {
        Path archive = folder.resolve("archives/program.jsa");
        Path jar = jar();

        assertThat(loaded(jar, archive)).doesNotContain(FROM_ARCHIVE);
        assertThat(archive).isRegularFile();
        assertThat(loaded(jar, archive)).contains(Program.class.getName() + " source: " + FROM_ARCHIVE);
    }

    @Test
    void aDamagedArchiveIsNotUsed() throws IOException, InterruptedException {
        Path archive = folder.resolve("program.jsa");
        Path jar = jar();
        loaded(jar, archive);
        byte[] bytes = Files.readAllBytes(archive);
        for (int at = bytes.length / 2; at < bytes.length; at++) {
            bytes[at] ^= 0x55;
        }
        Files.write(archive, bytes);

        assertThat(loaded(jar, archive))
                .doesNotContain(FROM_ARCHIVE, "[warning]")
                .contains("started");
    }

    @Test
    void anArchiveOfAnEarlierBuildIsReplaced() throws IOException, InterruptedException {
        Path archive = folder.resolve("program.jsa");
        Path jar = jar();
        loaded(jar, archive);
        Files.setLastModifiedTime(
                jar,
                FileTime.from(Files.getLastModifiedTime(archive).toInstant().plusSeconds(1)));

        assertThat(loaded(jar, archive)).doesNotContain(FROM_ARCHIVE, "[warning]", "[error]");
        Files.setLastModifiedTime(archive, Files.getLastModifiedTime(jar));
        assertThat(loaded(jar, archive)).contains(Program.class.getName() + " source: " + FROM_ARCHIVE);
    }

    @Test
    void thereIsNoArchiveWhereItsFolderCannotBeMade() throws IOException {
        Path file = Files.writeString(folder.resolve("in-the-way"), "");

        assertThat(ClassArchive.options(file.resolve("program.jsa"), List.of())).isEmpty();
    }

    @Test
    void archivesOfNoProjectAreInTheUsersCache() {
        Path home = Path.of("/home/ada");

        assertThat(ClassArchive.ofUser(Map.of(), home)).isEqualTo(home.resolve(".cache/atelier/classes"));
        assertThat(ClassArchive.ofUser(Map.of("XDG_CACHE_HOME", ""), home))
                .isEqualTo(home.resolve(".cache/atelier/classes"));
        assertThat(ClassArchive.ofUser(Map.of("XDG_CACHE_HOME", "/cache"), home))
                .isEqualTo(Path.of("/cache/atelier/classes"));
    }

    /** What the JVM prints of the classes it loads. */
    private String loaded(Path jar, Path archive) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java("java"));
        command.addAll(ClassArchive.options(archive, List.of(jar)));
        command.addAll(List.of("-Xlog:class+load", "-cp", jar.toString(), Program.class.getName()));
        return run(command);
    }

    private Path jar() throws IOException, InterruptedException {
        Path jar = folder.resolve("program.jar");
        run(List.of(
                java("jar"),
                "--create",
                "--file",
                jar.toString(),
                "-C",
                Path.of("target", "test-classes").toAbsolutePath().toString(),
                Program.class.getName().replace('.', '/') + ".class"));
        return jar;
    }

    private String run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return Files.readString(output);
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }
}
