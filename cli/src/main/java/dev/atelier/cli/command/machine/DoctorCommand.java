package dev.atelier.cli.command.machine;

import dev.atelier.cli.doctor.Doctor;
import dev.atelier.cli.doctor.Finding;
import dev.atelier.cli.invocation.Invocation;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(atelier.stack(), atelier.ports()).examine();
        for (Finding finding : findings) {
            atelier.out().printf("%-7s %-10s %s%n", finding.verdict().word(), finding.subject(), finding.what());
            finding.remedy().ifPresent(remedy -> atelier.out().println("        → " + remedy));
        }
        return findings.stream().anyMatch(finding -> finding.verdict() == Finding.Verdict.MISSING) ? 1 : 0;
    }
}
