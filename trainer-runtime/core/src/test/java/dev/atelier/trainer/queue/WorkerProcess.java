package dev.atelier.trainer.queue;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.trainer.queue.Journal.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A queue worker in a process of its own, for what can only be done to a process: kill it, stop it, let it go on. */
final class WorkerProcess implements AutoCloseable {
    private final String name;
    private final Process process;

    WorkerProcess(String name, QueueSettings settings, Journal journal) throws IOException {
        this.name = name;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                name,
                settings.broker().servers(),
                settings.topic(),
                settings.group(),
                settings.lock().toString());
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Thread.ofVirtual().start(() -> read(journal));
    }

    String name() {
        return name;
    }

    void kill() {
        process.destroyForcibly();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        kill();
    }

    private void read(Journal journal) {
        try (BufferedReader lines = process.inputReader()) {
            lines.lines()
                    .filter(line -> line.startsWith("@"))
                    .forEach(line -> journal.add(Entry.parse(line.substring(1))));
        } catch (IOException | UncheckedIOException processGone) {
            // What it had said until then is read.
        }
    }

    /** The worker itself. */
    public static void main(String[] arguments) {
        var settings = new QueueSettings(
                Broker.at(arguments[1]),
                arguments[2],
                arguments[3],
                Duration.parse(arguments[4]),
                Duration.ofSeconds(5));
        var handler = new StepwiseHandler(arguments[0], entry -> System.out.println("@" + entry.line()));
        new JobQueue(settings, BrokerPreparation.NONE, handler, QueueObserver.NONE, System::nanoTime).start();
    }
}
