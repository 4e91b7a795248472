package dev.atelier.trainer.queue;

import org.jspecify.annotations.Nullable;

/** The broker did not confirm that a job is still held here: its worker no longer holds it. */
final class JobLostException extends Exception {
    private static final long serialVersionUID = 1L;

    JobLostException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
