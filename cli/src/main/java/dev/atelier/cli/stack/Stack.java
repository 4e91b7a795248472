package dev.atelier.cli.stack;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.Health;
import dev.atelier.cli.stack.service.PostgresService;
import dev.atelier.cli.stack.service.QuarkusService;
import dev.atelier.cli.stack.service.Service;
import dev.atelier.cli.stack.service.Services;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Folders;
import dev.atelier.localstack.process.LogRotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stack as seen from the command line: started, observed and ended. Starting one that is up changes nothing;
 * starting one whose supervisor was killed takes its services over; ending one finds every process of it, also those
 * that no supervisor and no record knows of.
 */
public final class Stack {
    private static final Duration LAST_LINES = Duration.ofSeconds(10);
    private static final DateTimeFormatter COPY_NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    private final StackFolder folder;
    private final Build build;
    private final StackPorts portsWhenDown;
    private final SupervisorProcess supervisor;

    public Stack(StackFolder folder, Build build) {
        this(folder, build, StackPorts.usual(build.families()), Map.of());
    }

    /** @param portsWhenDown ports that the stack is shown with while it is down */
    public Stack(StackFolder folder, Build build, StackPorts portsWhenDown) {
        this(folder, build, portsWhenDown, Map.of());
    }

    private Stack(StackFolder folder, Build build, StackPorts portsWhenDown, Map<String, String> environment) {
        this.folder = folder;
        this.build = build;
        this.portsWhenDown = portsWhenDown;
        this.supervisor = new SupervisorProcess(folder, environment);
    }

    /** Another stack of the same build, which keeps everything in a folder of this name below the folder of this one. */
    public Stack inSubfolder(String name) {
        return new Stack(new StackFolder(folder.home().resolve(name)), build);
    }

    /** The same stack, with these variables in the environment of its services where it is started by this. */
    public Stack withEnvironment(Map<String, String> environment) {
        return new Stack(folder, build, portsWhenDown, environment);
    }

    public StackFolder folder() {
        return folder;
    }

    /**
     * The ports of the stack that is up.
     *
     * @throws StackException if none is
     */
    public StackPorts ports() {
        return runningPorts().orElseThrow(() -> new StackException("no stack is up in " + folder.home()));
    }

    /** The JDBC address of the results' database, with its owner's name and password. */
    public String databaseUrl() {
        return new PostgresService(folder, ports()).url();
    }

    /** The ports of the stack, provided that any process of it is alive: others may hold the ports of one that is not. */
    public Optional<StackPorts> runningPorts() {
        return StackRecord.read(folder)
                .filter(record -> isUp() || isAnythingAlive())
                .map(StackRecord::ports);
    }

    private StackPorts shownPorts() {
        return StackRecord.read(folder).map(StackRecord::ports).orElse(portsWhenDown);
    }

    /** Whether the supervisor runs. */
    public boolean isUp() {
        return supervisor.find().isPresent();
    }

    /** Whether the stack that is up runs what was built last. */
    public boolean isCurrent() {
        return StackRecord.read(folder)
                .map(record -> record.build().equals(build.fingerprint()))
                .orElse(true);
    }

    /**
     * Starts the supervisor unless it runs; does not wait for the services.
     *
     * @param withGrafana whether Prometheus and Grafana are part of the stack
     * @return whether it was started
     * @throws StackException if the stack is up on other ports than these or without Grafana, a port is taken, or Grafana can
     *     be started in no way
     */
    public boolean up(Optional<StackPorts> wanted, boolean withGrafana) {
        try {
            Files.createDirectories(folder.run());
            try (FileChannel channel = FileChannel.open(
                            folder.run().resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (isUp()) {
                    requireSamePorts(wanted);
                    requireGrafana(withGrafana);
                    return false;
                }
                start(wanted, withGrafana);
                return true;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the stack in " + folder.home(), e);
        }
    }

    /** Ends the supervisor and every service. Returns how many processes there were. */
    public int down() {
        int ended = 0;
        ended +=
                (int) status().stream().filter(service -> service.pid() != null).count();
        if (supervisor.stop()) {
            ended++;
        }
        for (Service service : known().reversed()) {
            if (ChildProcess.find(service.tag()).isPresent()) {
                ChildProcess.find(service.launch()).ifPresent(ChildProcess::stop);
            }
        }
        LogRotation.awaitEnd(folder.home(), LAST_LINES);
        try {
            Files.deleteIfExists(folder.state());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder.state(), e);
        }
        return ended;
    }

    /**
     * Starts one more trainer like that of the stack, which does not wait for its turn and is not kept running, and waits
     * until it is ready.
     */
    public ChildProcess startAnother(String trainer, int port, Duration limit) {
        QuarkusService another = known().stream()
                .filter(service -> service.name().equals(trainer))
                .map(QuarkusService.class::cast)
                .findFirst()
                .orElseThrow()
                .onPort(port);
        ChildProcess process = ChildProcess.start(another.launch());
        process.awaitReady(another::isReady, limit);
        return process;
    }

    /** Every service that was built, as it stands now. */
    public List<ServiceRecord> status() {
        return current().records();
    }

    /** The health that every service with a process reports, by name. */
    public Map<String, Health> health() {
        return current().health();
    }

    private StackStatus current() {
        return new StackStatus(folder, known(), isUp());
    }

    /** What keeps the stack from working whatever its services do, such as a full disk; a sentence each. */
    public List<String> obstacles() {
        List<String> sentences = new ArrayList<>();
        folder.obstacle().ifPresent(sentences::add);
        Services.memory(launched(), shownPorts()).shortfall().ifPresent(sentences::add);
        return List.copyOf(sentences);
    }

    private void requireSamePorts(Optional<StackPorts> wanted) {
        if (wanted.isPresent() && !wanted.get().isSameRow(ports())) {
            throw new StackException("the stack in " + folder.home() + " is up on other ports, with results-service on "
                    + ports().results() + "; take it down first, or start another one with --data");
        }
    }

    private void requireGrafana(boolean wanted) {
        if (wanted && ports().monitoring() == null) {
            throw new StackException("the stack in " + folder.home()
                    + " is up without Grafana; take it down first, which keeps its data");
        }
    }

    private void start(Optional<StackPorts> wanted, boolean withGrafana) throws IOException {
        Optional<StackRecord> left = StackRecord.read(folder).filter(record -> isAnythingAlive());
        StackPorts row =
                left.map(StackRecord::ports).orElse(wanted.orElseGet(() -> StackPorts.usual(build.families())));
        StackPorts ports = withGrafana ? row.withMonitoring() : row;
        if (left.isPresent()) {
            requireSamePorts(wanted);
        } else {
            Folders.delete(folder.apps());
        }
        String copy = COPY_NAME.format(LocalDateTime.now());
        List<Path> classPath = build.copyTo(folder.apps().resolve(copy));
        List<Service> services =
                Services.all(folder, ports, new Build(folder.apps().resolve(copy)));
        if (withGrafana) {
            Services.requireMonitoring(services);
        }
        TakenPorts.requireNone(services);
        new StackRecord(ports, copy, build.fingerprint(), List.of()).write(folder);
        supervisor.start(classPath);
    }

    private boolean isAnythingAlive() {
        return known().stream()
                .anyMatch(service -> ChildProcess.find(service.tag()).isPresent());
    }

    /** A sentence for each port that a stack needs and another process uses. */
    public List<String> takenPorts(Optional<StackPorts> wanted) {
        return TakenPorts.of(Services.all(
                folder, isUp() ? ports() : wanted.orElseGet(() -> StackPorts.usual(build.families())), build));
    }

    /** Every service there may be; those of Atelier's own from the copy that runs, or else from the build. */
    private List<Service> known() {
        return Services.all(folder, shownPorts(), launched());
    }

    private Build launched() {
        return StackRecord.read(folder)
                .map(record -> new Build(folder.apps().resolve(record.apps())))
                .orElse(build);
    }
}
