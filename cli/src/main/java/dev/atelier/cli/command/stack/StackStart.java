package dev.atelier.cli.command.stack;

import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.invocation.InterruptionHook;
import dev.atelier.cli.stack.ServiceState;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.StackPorts;
import dev.atelier.contracts.check.Counted;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts a stack and prints its progress, one line for each service that becomes ready. */
public final class StackStart {
    private static final Duration LOOK = Duration.ofMillis(150);

    private final Stack stack;
    private final PrintWriter out;
    private final Hints hints;

    public StackStart(Stack stack, PrintWriter out, Hints hints) {
        this.stack = stack;
        this.out = out;
        this.hints = hints;
    }

    /** Returns whether every service was ready in time. */
    public boolean up(Optional<StackPorts> ports, Duration limit) throws InterruptedException {
        return up(ports, false, limit);
    }

    /**
     * The same.
     *
     * @param withGrafana whether Prometheus and Grafana are part of the stack
     */
    boolean up(Optional<StackPorts> ports, boolean withGrafana, Duration limit) throws InterruptedException {
        try (InterruptionHook interruption =
                new InterruptionHook(() -> out.println("Interrupted; the services continue to start: "
                        + hints.command("status") + " shows them, " + hints.command("down") + " ends them."))) {
            return awaitServices(stack.up(ports, withGrafana), limit);
        }
    }

    private boolean awaitServices(boolean started, Duration limit) throws InterruptedException {
        if (started) {
            out.println("Starting the stack in " + stack.folder().home() + " …");
        } else if (!stack.isCurrent()) {
            out.println("The running stack is of an earlier build; " + hints.command("down") + " and "
                    + hints.command("up") + " start the new one.");
        }
        long began = System.nanoTime();
        Set<String> printed = new HashSet<>();
        List<ServiceRecord> services = stack.status();
        while (!allRun(services)) {
            printReady(services, printed, began);
            explain(services, printed);
            if (Duration.ofNanos(System.nanoTime() - began).compareTo(limit) > 0) {
                printMissing(services, limit);
                return false;
            }
            Thread.sleep(LOOK);
            services = stack.status();
        }
        if (started) {
            printReady(services, printed, began);
        }
        return true;
    }

    private static boolean allRun(List<ServiceRecord> services) {
        return services.stream().allMatch(service -> service.state() == ServiceState.RUNNING);
    }

    private void printReady(List<ServiceRecord> services, Set<String> printed, long began) {
        for (ServiceRecord service : services) {
            if (service.state() == ServiceState.RUNNING && printed.add(service.name())) {
                out.printf(
                        "  %-16s ready after %4.1f s on port %d%n",
                        service.name(), (System.nanoTime() - began) / 1e9, service.port());
            }
        }
    }

    /** Each reason once: why a service does not run, and what keeps all of them from it. */
    private void explain(List<ServiceRecord> services, Set<String> printed) {
        for (ServiceRecord service : services) {
            if (service.state() != ServiceState.RUNNING
                    && service.reason() != null
                    && printed.add(service.name() + service.reason())) {
                out.printf("  %-16s %s%n", service.name(), service.reason());
            }
        }
        stack.obstacles().stream().filter(printed::add).forEach(out::println);
    }

    private void printMissing(List<ServiceRecord> services, Duration limit) {
        for (ServiceRecord service : services) {
            if (service.state() != ServiceState.RUNNING) {
                String reason = service.reason() == null ? "" : ", " + service.reason();
                out.printf(
                        "%s is not ready after %d s (%s, restarted %s%s); see: %s%n",
                        service.name(),
                        limit.toSeconds(),
                        service.state().jsonName(),
                        Counted.of(service.restarts(), "time"),
                        reason,
                        hints.line("logs", service.name()));
            }
        }
        stack.obstacles().forEach(out::println);
        out.println("The supervisor keeps trying; " + hints.command("status") + " shows the state of each service.");
    }
}
