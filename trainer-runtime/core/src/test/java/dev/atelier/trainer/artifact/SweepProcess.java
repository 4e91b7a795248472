package dev.atelier.trainer.artifact;

import dev.atelier.contracts.event.ArtifactsDeleted;
import dev.atelier.trainer.retention.Retention;
import dev.atelier.trainer.retention.Sweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A sweep in a process of its own, which prints the jobs whose files it deletes. */
final class SweepProcess {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private SweepProcess() {}

    static Process start(Path artifacts, Duration age) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SweepProcess.class.getName(),
                        artifacts.toString(),
                        age.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Waits for its end. */
    static List<String> deleted(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("the sweep ended with " + process.exitValue());
        }
        return output.lines().toList();
    }

    public static void main(String[] arguments) throws IOException {
        ArtifactGuard keepingNothing = new ArtifactGuard() {
            @Override
            public void requireReady() {}

            @Override
            public boolean keeps(String job) {
                return false;
            }

            @Override
            public void record(ArtifactsDeleted event) {
                System.out.println(event.job());
            }
        };
        new ArtifactSweep(
                        new ArtifactFolder(Path.of(arguments[0])),
                        Retention.unlimitedWhereZero(0, Duration.parse(arguments[1])),
                        keepingNothing,
                        Clock.fixed(NOW, ZoneOffset.UTC))
                .run(Sweep.Mode.DELETE, deletion -> {});
    }
}
