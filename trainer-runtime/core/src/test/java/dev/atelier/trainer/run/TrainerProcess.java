package dev.atelier.trainer.run;

import dev.atelier.contracts.topic.Broker;
import dev.atelier.trainer.queue.QueueSettings;
import dev.atelier.trainer.run.TinyAlgorithm.BeforeStep;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A whole trainer in a process of its own. */
final class TrainerProcess implements AutoCloseable {
    /** Has a process end where it has no memory left, as the system may end it. */
    static final String EXIT_WITHOUT_MEMORY = "-XX:+ExitOnOutOfMemoryError";

    /** Exit status of a process that has no memory left. */
    static final int OUT_OF_MEMORY = 3;

    private static final List<byte[]> OCCUPIED = new ArrayList<>();

    private final Process process;

    /**
     * @param occupiedMebibytes of the heap, which nothing gives back
     * @param flag of the JVM
     */
    private TrainerProcess(QueueSettings settings, Path folder, int heapMebibytes, int occupiedMebibytes, String flag)
            throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms" + heapMebibytes + "m",
                        "-Xmx" + heapMebibytes + "m",
                        // With it follows exactly from the sizes what there is room for.
                        "-XX:+UseSerialGC",
                        flag,
                        "-XX:TieredStopAtLevel=1",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainerProcess.class.getName(),
                        settings.broker().servers(),
                        settings.topic(),
                        settings.group(),
                        settings.lock().toString(),
                        folder.toString(),
                        Integer.toString(occupiedMebibytes))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static TrainerProcess start(
            QueueSettings settings, Path folder, int heapMebibytes, int occupiedMebibytes, String flag)
            throws IOException {
        return new TrainerProcess(settings, folder, heapMebibytes, occupiedMebibytes, flag);
    }

    /** Waits for the process to end by itself; returns its exit status. */
    int awaitExit(Duration timeout) throws InterruptedException {
        if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the trainer's process still runs after " + timeout);
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The trainer itself, which goes on until it is killed. */
    public static void main(String[] arguments) {
        for (int mebibyte = 0; mebibyte < Integer.parseInt(arguments[5]); mebibyte++) {
            OCCUPIED.add(new byte[1 << 20]);
        }
        var settings = new QueueSettings(
                Broker.at(arguments[0]),
                arguments[1],
                arguments[2],
                Duration.parse(arguments[3]),
                Duration.ofSeconds(5));
        TestTrainer.start(settings, Path.of(arguments[4]), BeforeStep.NOTHING);
    }
}
