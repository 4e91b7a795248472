package dev.atelier.contracts.event;

import dev.atelier.contracts.control.PinKey;
import java.time.Instant;

/**
 * The files of a job's result are kept from now on, whatever their age and size, or no longer. It follows from what stands
 * under the job's {@link PinKey} in the controls topic.
 * Of two events about one job the one of the later time counts, in whatever order they are read.
 *
 * @param pinned whether they are kept
 * @param reason why, for people; may be empty
 */
public record ArtifactsPinned(String job, boolean pinned, String reason, Instant time) implements JobEvent {
    @Override
    public String id() {
        return job + (pinned ? "/pinned/" : "/unpinned/") + time;
    }
}
