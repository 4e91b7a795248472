package dev.atelier.cli.stack;

import dev.atelier.cli.stack.service.Service;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Ports;
import java.util.ArrayList;
import java.util.List;

/** Which ports that services need are used by other processes. */
final class TakenPorts {
    private TakenPorts() {}

    /** A sentence for each. */
    static List<String> of(List<Service> services) {
        List<String> taken = new ArrayList<>();
        for (Service service : services) {
            if (!service.isBuilt() || ChildProcess.find(service.tag()).isPresent()) {
                continue;
            }
            for (int port : service.ports()) {
                if (!Ports.isFree(port)) {
                    taken.add("port " + port + " of " + service.name() + " is taken"
                            + PortHolder.find(port)
                                    .map(holder -> " by " + holder)
                                    .orElse(""));
                }
            }
        }
        return taken;
    }

    /** @throws StackException if there is one */
    static void requireNone(List<Service> services) {
        List<String> taken = of(services);
        if (!taken.isEmpty()) {
            throw new StackException(String.join("\n", taken)
                    + "\nStop the process that uses it, or move all ports of the stack with --port-base NUMBER.");
        }
    }
}
