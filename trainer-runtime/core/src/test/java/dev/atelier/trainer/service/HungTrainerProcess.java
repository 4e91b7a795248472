package dev.atelier.trainer.service;

import dev.atelier.contracts.family.Family;
import dev.atelier.trainer.attempt.TinyAlgorithm;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * A trainer of one family, put together as the service puts it, in a process of its own. Each job's first step never
 * returns. It prints what its health says of its queue.
 */
final class HungTrainerProcess implements AutoCloseable {
    static final Family FAMILY = new Family("cnn");
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Process process;
    private final List<String> said = new CopyOnWriteArrayList<>();

    private HungTrainerProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::listen);
    }

    static HungTrainerProcess start(String bootstrapServers, Path data, Duration stall) throws IOException {
        return new HungTrainerProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HungTrainerProcess.class.getName(),
                        bootstrapServers,
                        data.toString(),
                        stall.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** What its health has said of its queue until now. */
    List<String> said() {
        return said;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for the process to end by itself; returns its exit status. */
    int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the trainer's process still runs after " + timeout);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(said::add);
        } catch (IOException e) {
            said.add(e.toString());
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = Map.of(
                "atelier.trainer.data",
                arguments[1],
                "atelier.trainer.stall",
                arguments[2],
                "atelier.trainer.free-bytes",
                "1");
        TrainerConfiguration configuration = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(TrainerConfiguration.class)
                .build()
                .getConfigMapping(TrainerConfiguration.class);
        var trainer = new Trainer(
                new TinyAlgorithm(FAMILY, (job, step) -> hang()),
                configuration,
                Map.of("bootstrap.servers", arguments[0]),
                new SimpleMeterRegistry());
        trainer.start();
        var liveness = new QueueLiveness(trainer);
        while (true) {
            HealthCheckResponse health = liveness.call();
            System.out.println(health.getStatus() + " " + health.getData().orElse(Map.of()));
            TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        }
    }

    private static void hang() {
        var never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException e) {
                // It hangs.
            }
        }
    }
}
