package dev.atelier.trainer.attempt;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.algorithm.TrainingAlgorithm;
import dev.atelier.trainer.attempt.TinyAlgorithm.BeforeStep;
import dev.atelier.trainer.budget.MachineBudget;
import dev.atelier.trainer.outage.MachineCondition;
import dev.atelier.trainer.outage.MachineFault.Kind;
import dev.atelier.trainer.outage.MemoryProbe;
import dev.atelier.trainer.queue.QueueSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole trainer in a process of its own. */
final class TrainerProcess implements AutoCloseable {
    /** Has the process end while it reads a record. */
    static final String DIES_WHILE_READING = "-Ddies.while.reading=true";

    /** Exit status of a process that has ended so. */
    static final int DEAD = 9;

    private static final List<byte[]> OCCUPIED = new ArrayList<>();

    private final Process process;

    /**
     * @param occupiedMebibytes of the heap, which nothing gives back
     * @param flags of the JVM
     */
    private TrainerProcess(
            QueueSettings settings, Path folder, int heapMebibytes, int occupiedMebibytes, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms" + heapMebibytes + "m",
                "-Xmx" + heapMebibytes + "m",
                // With it follows exactly from the sizes what there is room for.
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-modules=jdk.incubator.vector"));
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                TrainerProcess.class.getName(),
                settings.broker().servers(),
                settings.topic(),
                settings.group(),
                settings.lock().toString(),
                folder.toString(),
                Integer.toString(occupiedMebibytes)));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    static TrainerProcess start(
            QueueSettings settings, Path folder, int heapMebibytes, int occupiedMebibytes, String... flags)
            throws IOException {
        return new TrainerProcess(settings, folder, heapMebibytes, occupiedMebibytes, List.of(flags));
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
        TrainingAlgorithm algorithm = new TinyAlgorithm(BeforeStep.NOTHING);
        TestTrainer.start(
                settings,
                Path.of(arguments[4]),
                MachineBudget.unlimited(),
                machine(),
                Boolean.getBoolean("dies.while.reading") ? dyingWhileReading(algorithm) : algorithm);
    }

    /** As a trainer looks at its memory. */
    private static MachineCondition machine() {
        return new MachineCondition(
                Map.of(Kind.MEMORY, List.of(new MemoryProbe())),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Clock.systemUTC());
    }

    /** Ends the process when it is asked for its family while a record is read. */
    private static TrainingAlgorithm dyingWhileReading(TrainingAlgorithm algorithm) {
        return (TrainingAlgorithm) Proxy.newProxyInstance(
                TrainingAlgorithm.class.getClassLoader(),
                new Class<?>[] {TrainingAlgorithm.class},
                (proxy, method, arguments) -> {
                    if (isReading()) {
                        Runtime.getRuntime().halt(DEAD);
                    }
                    return method.invoke(algorithm, arguments);
                });
    }

    private static boolean isReading() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(JobAttempt.class.getName())
                        && frame.getMethodName().equals("read")));
    }
}
