package dev.atelier.trainer.run;

/** The job cannot have a result, now or later. */
final class JobFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    JobFailedException(FailureKind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    static JobFailedException of(FailureKind kind, Exception cause) {
        return new JobFailedException(kind, String.valueOf(cause.getMessage()));
    }

    FailureKind kind() {
        return kind;
    }
}
