package dev.atelier.dataset;

import dev.atelier.dataset.coordination.log.LedgerProgress;
import dev.atelier.dataset.coordination.submission.SubmissionService;
import dev.atelier.dataset.publishing.publication.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: submissions are being answered, by this replica or by the active one, and the ledger has lately
 * been seen to hold everything. It does not depend on what is in any message, nor on any one dataset; it shows which of the
 * two this replica does, and what submissions wait for.
 */
@Readiness
@ApplicationScoped
public class SubmissionReadiness implements HealthCheck {
    private final SubmissionService submissions;
    private final LedgerProgress progress;
    private final Catalogue catalogue;

    @Inject
    public SubmissionReadiness(SubmissionService submissions, LedgerProgress progress, Catalogue catalogue) {
        this.submissions = submissions;
        this.progress = progress;
        this.catalogue = catalogue;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("submissions")
                .status(submissions.isOpen() && progress.isCurrent())
                .withData("open", submissions.isOpen())
                .withData("role", submissions.isActive() ? "active" : "standby")
                .withData("waiting", submissions.waiting())
                .withData("ledger", progress.isCurrent() ? "current" : "behind")
                .withData("datasets", String.join(", ", catalogue.availableNames()))
                .build();
    }
}
