package dev.atelier.cli.stack;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Health;
import dev.atelier.cli.stack.service.Service;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.localstack.process.ChildProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The state of the services of a stack.
 *
 * @param services every service there may be
 * @param supervised whether the supervisor runs
 */
record StackStatus(StackFolder folder, List<Service> services, boolean supervised) {
    private static final Duration POLL_LIMIT = Duration.ofSeconds(10);

    /** Every service that was built, as it stands now: the supervisor's record, compared with what really runs. */
    List<ServiceRecord> records() {
        return records(POLL_LIMIT);
    }

    /** A service that gives no answer within the limit is silent. */
    List<ServiceRecord> records(Duration limit) {
        Map<String, ServiceRecord> recorded =
                StackRecord.read(folder).map(StackRecord::services).orElse(List.of()).stream()
                        .collect(Collectors.toMap(ServiceRecord::name, service -> service));
        Map<String, ProcessHandle> running = running();
        List<ServiceRecord> records = new ArrayList<>();
        for (Service service : services) {
            Optional<Long> pid = Optional.ofNullable(running.get(service.tag())).map(ProcessHandle::pid);
            Optional<ServiceRecord> record = Optional.ofNullable(recorded.get(service.name()));
            if (service.isBuilt() || pid.isPresent() || record.isPresent()) {
                records.add(new ServiceRecord(
                        service.name(),
                        pid.orElse(null),
                        service.port(),
                        state(service, supervised, pid, record, limit),
                        record.map(ServiceRecord::restarts).orElse(0),
                        record.map(ServiceRecord::reason).orElse(null)));
            }
        }
        return List.copyOf(records);
    }

    /** A record of another process could not be written since; then the process itself is checked. */
    private static ServiceState state(
            Service service, boolean supervised, Optional<Long> pid, Optional<ServiceRecord> record, Duration limit) {
        if (pid.isEmpty()) {
            return !supervised
                    ? ServiceState.STOPPED
                    : record.filter(known -> known.pid() == null)
                            .map(ServiceRecord::state)
                            .orElse(record.isEmpty() ? ServiceState.STARTING : ServiceState.RESTARTING);
        }
        return record.filter(known -> pid.get().equals(known.pid()))
                .map(ServiceRecord::state)
                .orElseGet(() -> poll(service, limit).join().isUp() ? ServiceState.RUNNING : ServiceState.STARTING);
    }

    /** The health that every service with a process reports, by name; all are polled at once. */
    Map<String, Health> health() {
        return health(POLL_LIMIT);
    }

    /** A service that gives no answer within the limit is silent. */
    Map<String, Health> health(Duration limit) {
        Map<String, ProcessHandle> running = running();
        Map<String, CompletableFuture<Health>> polls = services.stream()
                .filter(service -> running.containsKey(service.tag()))
                .collect(Collectors.toMap(Service::name, service -> poll(service, limit)));
        return polls.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, poll -> poll.getValue().join()));
    }

    /** The processes of services, by their tags. */
    private Map<String, ProcessHandle> running() {
        return ChildProcess.find(services.stream().map(Service::tag).collect(Collectors.toUnmodifiableSet()));
    }

    /** A service whose poll fails, or takes longer than the limit, is silent. */
    private static CompletableFuture<Health> poll(Service service, Duration limit) {
        return CompletableFuture.supplyAsync(
                        service::readiness,
                        task -> Thread.ofPlatform()
                                .daemon()
                                .name("poll of " + service.name())
                                .start(task))
                .exceptionally(failure -> Health.silent(service.port()))
                .completeOnTimeout(Health.silent(service.port()), limit.toMillis(), TimeUnit.MILLISECONDS);
    }
}
