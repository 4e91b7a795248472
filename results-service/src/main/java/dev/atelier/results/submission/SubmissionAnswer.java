package dev.atelier.results.submission;

import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;

/** The outcome of a submission. */
public sealed interface SubmissionAnswer {

    /** It was understood; its jobs are known. */
    record Accepted(SubmissionAccepted event) implements SubmissionAnswer {}

    /** It cannot be run as it is. */
    record Rejected(SubmissionRejected event) implements SubmissionAnswer {}

    /**
     * It was not taken, or not answered in time.
     *
     * @param status the status of HTTP that fits
     * @param reason a sentence
     */
    record NotTaken(int status, String reason) implements SubmissionAnswer {}
}
