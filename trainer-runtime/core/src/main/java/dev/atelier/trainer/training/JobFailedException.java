package dev.atelier.trainer.training;

/** The job cannot have a result, now or later. */
public final class JobFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;

    public JobFailedException(FailureKind kind, String reason) {
        super(reason);
        this.kind = kind;
    }

    public static JobFailedException of(FailureKind kind, Exception cause) {
        return new JobFailedException(kind, String.valueOf(cause.getMessage()));
    }

    public FailureKind kind() {
        return kind;
    }
}
