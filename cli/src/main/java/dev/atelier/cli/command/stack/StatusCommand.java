package dev.atelier.cli.command.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.stack.MissingTrainers;
import dev.atelier.cli.stack.ServiceState;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Health;
import dev.atelier.cli.terminal.Colour;
import dev.atelier.cli.terminal.TextTable;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier status}: what runs, where, and which families have no trainer. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Show the services of the stack.")
public final class StatusCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(
            names = "--json",
            description =
                    "As JSON: {\"services\":[{\"name\",\"pid\",\"port\",\"state\",\"restarts\",\"ready\",\"reasons\"}],"
                            + "\"obstacles\":[]}.")
    private boolean json;

    @Override
    public Integer call() {
        Stack stack = atelier.requestedStack();
        List<ServiceRecord> services = stack.status();
        Map<String, Health> health = stack.health();
        if (json) {
            atelier.out().println(toJson(services, health, stack.obstacles()));
        } else {
            print(stack, services, health);
        }
        return 0;
    }

    static String toJson(List<ServiceRecord> services, Map<String, Health> health, List<String> obstacles) {
        ObjectNode status = Json.MAPPER.createObjectNode();
        var list = status.putArray("services");
        for (ServiceRecord service : services) {
            var one = list.addObject()
                    .put("name", service.name())
                    .put("pid", service.pid())
                    .put("port", service.port())
                    .put("state", service.state().jsonName())
                    .put("restarts", service.restarts())
                    .put("ready", isReady(service, health));
            var reasons = one.putArray("reasons");
            reasons(service, health).forEach(reasons::add);
        }
        obstacles.forEach(status.putArray("obstacles")::add);
        return status.toString();
    }

    private static boolean isReady(ServiceRecord service, Map<String, Health> health) {
        return Optional.ofNullable(health.get(service.name()))
                .filter(Health::isUp)
                .isPresent();
    }

    /** Why the service is not ready, if so: the messages of its checks, or else of its supervisor. */
    static List<String> reasons(ServiceRecord service, Map<String, Health> health) {
        List<String> reasons = new ArrayList<>(Optional.ofNullable(health.get(service.name()))
                .map(Health::reasons)
                .orElse(List.of()));
        if (service.state() != ServiceState.RUNNING && service.reason() != null) {
            reasons.add(service.reason());
        }
        return reasons;
    }

    private void print(Stack stack, List<ServiceRecord> services, Map<String, Health> health) {
        TextTable table = new TextTable("service", "state", "ready", ">pid", ">port", ">restarts")
                .colour("state", Colour::ofState)
                .colour("ready", Colour::ofState);
        for (ServiceRecord service : services) {
            table.row(
                    service.name(),
                    service.state().jsonName(),
                    isReady(service, health) ? "yes" : "no",
                    service.pid() == null ? "-" : service.pid().toString(),
                    Integer.toString(service.port()),
                    Integer.toString(service.restarts()));
        }
        atelier.print(table);
        for (ServiceRecord service : services) {
            reasons(service, health)
                    .forEach(reason -> atelier.out().println(service.name() + " is not ready: " + reason));
            if (service.state() == ServiceState.RUNNING && service.reason() != null) {
                atelier.out().println(service.name() + " was restarted; the last reason: " + service.reason());
            }
        }
        stack.obstacles().forEach(atelier.out()::println);
        boolean anyProcess = services.stream().anyMatch(service -> service.pid() != null);
        if (!stack.isUp()) {
            atelier.out()
                    .println(
                            anyProcess
                                    ? "The supervisor has ended, so processes that end are not restarted; "
                                            + atelier.hints().command("up") + " starts another one."
                                    : "The stack is not up; " + atelier.hints().command("up") + " starts it.");
        }
        new MissingTrainers(atelier.hints()).sentences(services).forEach(atelier.out()::println);
    }
}
