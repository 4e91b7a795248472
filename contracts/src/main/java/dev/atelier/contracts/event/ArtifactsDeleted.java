package dev.atelier.contracts.event;

import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;

/**
 * The files of a job's result are deleted, because all results together took more room than is kept or because they were
 * old. It is published before the files go, and again where the process ended between the two. What was measured stays;
 * the same weights can be trained again.
 *
 * @param round the round that wrote the files last; 0 where the folder does not have it. Files that another round has written
 *     since stay
 * @param reason why, as a sentence without a full stop
 * @param bytes of all files
 * @param writtenAt when the latest of them was written, which distinguishes this result from one that is trained again
 */
public record ArtifactsDeleted(
        String job, @ZeroIfAbsent int round, String reason, long bytes, Instant writtenAt, Instant time)
        implements JobEvent {
    @Override
    public String id() {
        return job + "/artifacts-deleted/" + writtenAt;
    }
}
