package dev.atelier.cli.stack;

import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.util.List;

/** The families that no trainer runs jobs of, and how to get one. */
public record MissingTrainers(Hints hints) {

    /** A sentence for each family whose trainer does not run. */
    public List<String> sentences(List<ServiceRecord> services) {
        return Families.all().stream()
                .filter(family -> services.stream()
                        .noneMatch(service ->
                                service.name().equals(family.service()) && service.state() != ServiceState.STOPPED))
                .map(family -> "No trainer runs jobs of family " + family.name() + "; they are accepted and wait."
                        + howToGet(family.family()))
                .toList();
    }

    /** How to get a trainer that is not built with the others. */
    public String howToGet(Family family) {
        return Families.find(family).filter(FamilyDescriptor::needsPyTorch).isEmpty()
                ? ""
                : " %s, then %s and %s, build and start its trainer, with PyTorch."
                        .formatted(hints.command("build", family.name()), hints.command("down"), hints.command("up"));
    }
}
