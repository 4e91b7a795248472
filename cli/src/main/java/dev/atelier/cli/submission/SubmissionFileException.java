package dev.atelier.cli.submission;

/** A file or an override that cannot be submitted; the message is the reason. */
public final class SubmissionFileException extends RuntimeException {
    SubmissionFileException(String message) {
        super(message);
    }
}
