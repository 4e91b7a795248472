package dev.atelier.dataset.rest;

import dev.atelier.dataset.DatasetService;
import dev.atelier.dataset.ledger.LedgerFollower;
import dev.atelier.dataset.submission.SubmissionService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live means: the threads that read the ledger, answer submissions and publish datasets are there, and the first two have
 * lately done something. A broker that is away is no reason not to be live, because they try it again all the time.
 */
@Liveness
@ApplicationScoped
public class ThreadLiveness implements HealthCheck {
    /** Waiting for the broker takes a fraction of it. */
    private static final Duration LONGEST_TURN = Duration.ofMinutes(3);

    private final DatasetService service;
    private final LedgerFollower ledger;
    private final SubmissionService submissions;

    @Inject
    public ThreadLiveness(DatasetService service, LedgerFollower ledger, SubmissionService submissions) {
        this.service = service;
        this.ledger = ledger;
        this.submissions = submissions;
    }

    @Override
    public HealthCheckResponse call() {
        return response(
                service.isAtWork() && !submissions.hasEnded(),
                ledger.sinceLastTurn(),
                submissions.sinceLastTurn(),
                submissions.isOpen());
    }

    static HealthCheckResponse response(boolean atWork, Duration ledger, Duration desk, boolean open) {
        boolean reads = ledger.compareTo(LONGEST_TURN) < 0 || !open;
        boolean answers = desk.compareTo(LONGEST_TURN) < 0 || !open;
        return HealthCheckResponse.named("threads")
                .status(atWork && reads && answers)
                .withData("atWork", atWork)
                .withData("ledgerSeconds", ledger.toSeconds())
                .withData("submissionsSeconds", desk.toSeconds())
                .build();
    }
}
