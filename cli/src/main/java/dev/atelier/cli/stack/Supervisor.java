package dev.atelier.cli.stack;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.Service;
import dev.atelier.cli.stack.service.Services;
import dev.atelier.cli.stack.service.StackFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that keeps a stack running. It holds the stack's lock, so there is never a second one; takes over the
 * services that a killed supervisor left; writes each change to the stack's record as soon as it can be written; and at
 * {@code SIGTERM} ends all services, those that others need last, and itself. No failure ends its threads.
 */
public final class Supervisor {
    private final StackFolder folder;
    private final StackRecord record;
    private final List<Supervised> services;
    private final RecordWriter writer;

    private Supervisor(StackFolder folder, StackRecord record) {
        this.folder = folder;
        this.record = record;
        this.writer = new RecordWriter(folder, this::state);
        this.services = Services.all(
                        folder, record.ports(), new Build(folder.apps().resolve(record.apps())))
                .stream()
                .filter(Service::isBuilt)
                .map(service -> new Supervised(service, LivenessWatch.Settings.USUAL, writer::change))
                .toList();
    }

    /** Supervises the stack of the folder given until it is stopped. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        StackFolder folder = new StackFolder(Path.of(arguments[0]));
        StackRecord record = StackRecord.read(folder)
                .orElseThrow(() -> new IllegalStateException("no record of a stack at " + folder.state()));
        try (FileChannel channel =
                        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                log("another supervisor is running");
                return;
            }
            new Supervisor(folder, record).supervise();
        }
    }

    private void supervise() throws InterruptedException {
        log("supervisor starts, as process " + ProcessHandle.current().pid());
        Thread end = new Thread(this::end, "end");
        Runtime.getRuntime().addShutdownHook(end);
        LastingThread.start("record", writer);
        List<Thread> threads = new ArrayList<>();
        for (Supervised one : services) {
            threads.add(LastingThread.start(one.service().name(), () -> runAfterOthers(one)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void runAfterOthers(Supervised one) {
        try {
            for (Supervised other : services) {
                if (one.service().after().contains(other.service().name())) {
                    other.awaitReadyOnce();
                }
            }
            one.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end() {
        log("supervisor ends");
        List<Supervised> needed =
                services.stream().filter(one -> isNeeded(one.service())).toList();
        List<Supervised> others =
                services.stream().filter(one -> !needed.contains(one)).toList();
        stopAtOnce(others);
        stopAtOnce(needed);
        forget();
    }

    private static void stopAtOnce(List<Supervised> group) {
        List<Thread> threads =
                group.stream().map(one -> Thread.ofPlatform().start(one::stop)).toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isNeeded(Service service) {
        return services.stream().anyMatch(other -> other.service().after().contains(service.name()));
    }

    private void forget() {
        writer.end();
        try {
            Files.deleteIfExists(folder.state());
        } catch (IOException e) {
            log("cannot delete " + folder.state() + ": " + e.getMessage());
        }
    }

    private StackRecord state() {
        List<ServiceRecord> states = services.stream().map(Supervised::describe).toList();
        return record.with(states);
    }

    static void log(String what) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + what);
    }
}
