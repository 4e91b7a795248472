package dev.atelier.cli.command.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.atelier.cli.doctor.Doctor;
import dev.atelier.cli.doctor.Finding;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier doctor}: checks what Atelier needs on this machine and prints how to get what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Check JDK, Maven, ports, disk and dataset, and print how to get what is missing.")
public final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(names = "--json", description = "Print the findings as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(atelier.stack(), atelier.ports()).examine();
        if (json) {
            print(findings);
        } else {
            findings.forEach(this::print);
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.MISSING) ? 1 : 0;
    }

    private void print(List<Finding> findings) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        for (Finding finding : findings) {
            list.addObject()
                    .put("subject", finding.subject())
                    .put("verdict", finding.verdict().word().toLowerCase(Locale.ROOT))
                    .put("found", finding.what())
                    .put("remedy", finding.remedy().orElse(null));
        }
        atelier.out().println(list);
    }

    private void print(Finding finding) {
        atelier.out().printf("%-7s %-10s %s%n", finding.verdict().word(), finding.subject(), finding.what());
        finding.remedy().ifPresent(remedy -> atelier.out().println("        → " + remedy));
    }
}
