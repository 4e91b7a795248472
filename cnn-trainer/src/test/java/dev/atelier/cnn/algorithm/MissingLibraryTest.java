package dev.atelier.cnn.algorithm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault;
import dev.atelier.trainer.outage.MachineFault.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PyTorch as DJL finds it, or does not, in a process that has no other copy of it. */
class MissingLibraryTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path folder;

    @Test
    void aLibraryThatIsNotThereIsTheMachinesFault() throws Exception {
        String withoutIt = Stream.of(CLASS_PATH.split(File.pathSeparator))
                .filter(entry -> !entry.contains("pytorch-native"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(withoutIt).isNotEqualTo(CLASS_PATH);
        assertOutOfOrder(said(withoutIt));
    }

    @Test
    void aLibraryThatCannotBeLoadedIsTheMachinesFault() throws Exception {
        Files.writeString(folder.resolve(System.mapLibraryName("torch")), "no library");
        assertOutOfOrder(said(CLASS_PATH));
    }

    /** Neither before the first job nor when a job meets it, and not the second time either. */
    private static void assertOutOfOrder(List<String> said) {
        assertThat(said)
                .hasSize(3)
                .allMatch(line -> line.startsWith("no job is taken, library: PyTorch cannot be loaded: "))
                .noneMatch(line -> line.endsWith(": null"));
    }

    private List<String> said(String classPath) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        classPath,
                        MissingLibraryTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PYTORCH_LIBRARY_PATH", folder.toString());
        for (String cache : List.of("ENGINE_CACHE_DIR", "DJL_CACHE_DIR")) {
            builder.environment().put(cache, folder.resolve("cache").toString());
        }
        Process process = builder.start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            return output.lines().filter(line -> line.contains("job is taken")).toList();
        } finally {
            process.destroyForcibly();
        }
    }

    /** A trainer's look at its machine: before its first job, once more later, and after a job met the fault. */
    public static void main(String[] arguments) {
        var algorithm = new CnnAlgorithm();
        var machine = new MachineCondition(
                Map.of(Kind.LIBRARY, List.of(bytes -> {
                    algorithm.start();
                    return Optional.empty();
                })),
                Duration.ZERO,
                Duration.ZERO,
                Clock.systemUTC());
        machine.isOpen();
        print(machine);
        machine.isOpen();
        print(machine);
        try {
            algorithm.libraries(Jobs.resolved("{'data': {'dataset': 'random'}}"));
        } catch (RuntimeException | LinkageError e) {
            MachineFault.in(e).ifPresent(machine::examine);
        }
        print(machine);
    }

    private static void print(MachineCondition machine) {
        System.out.println(machine.outage()
                .map(outage -> "no job is taken, " + outage.kind().word() + ": " + outage.reason())
                .orElse("a job is taken"));
    }
}
