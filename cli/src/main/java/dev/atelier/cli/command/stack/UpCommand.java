package dev.atelier.cli.command.stack;

import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.stack.Stack;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier up}: starts the stack and waits until every service is ready. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Start Kafka, PostgreSQL and Atelier's services, and a supervisor that restarts processes that end.")
public final class UpCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "180",
            description = "How long to wait for the services. Default: ${DEFAULT-VALUE}.")
    private int timeoutSeconds;

    @Option(
            names = "--with-grafana",
            description =
                    "Also start Prometheus and Grafana with the dashboards, from programs that are installed or in containers.")
    private boolean withGrafana;

    @Option(names = "--json", description = "Print the status of the services as JSON, as 'status --json' does.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (timeoutSeconds < 1) {
            throw new UsageException("--timeout is " + timeoutSeconds + "; expected at least 1");
        }
        Stack stack = atelier.stack();
        boolean ready = new StackStart(stack, atelier.err(), atelier.hints())
                .up(atelier.ports(), withGrafana, Duration.ofSeconds(timeoutSeconds));
        if (json) {
            atelier.out().println(StatusCommand.toJson(stack.status(), stack.health(), stack.obstacles()));
        } else if (ready) {
            atelier.out().println("Atelier is up: " + stack.ports().resultsUrl());
            stack.ports().grafanaUrl().ifPresent(url -> atelier.out().println("Grafana: " + url));
        }
        return ready ? 0 : 1;
    }
}
