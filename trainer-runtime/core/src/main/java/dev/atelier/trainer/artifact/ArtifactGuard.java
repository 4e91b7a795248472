package dev.atelier.trainer.artifact;

import dev.atelier.contracts.event.ArtifactsDeleted;
import java.io.IOException;

/** Knows which results must stay, and records those that go. */
public interface ArtifactGuard {
    /**
     * Returns once everything is known that was published until now about what must stay.
     *
     * @throws IOException if it is not known yet; the message names what is missing
     */
    void requireReady() throws IOException;

    /** Whether the result of a job must stay: the job has not ended, or is pinned. */
    boolean keeps(String job) throws IOException;

    /** Returns when the log holds that the files of a result are deleted. */
    void record(ArtifactsDeleted event) throws NotRecordedException;

    /** Whether the deletion is in the log is not known. */
    final class NotRecordedException extends IOException {
        private static final long serialVersionUID = 1L;

        public NotRecordedException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
