package dev.atelier.dataset.coordination.request;

import dev.atelier.dataset.coordination.request.WaitingSubmissions.Reason;
import java.time.Instant;
import java.time.InstantSource;

/**
 * A submission waits because this service failed with it.
 *
 * @param failure the kind of failure
 * @param due when it is tried again
 */
public record AnotherTry(
        Submission submission, String failure, Instant due, SubmissionChecks checks, InstantSource clock)
        implements Reason {
    @Override
    public boolean isOver() {
        return !clock.instant().isBefore(due);
    }

    @Override
    public Request check() {
        return checks.checkShortly(submission);
    }

    @Override
    public String text() {
        return "a retry, because this service failed with " + failure;
    }
}
