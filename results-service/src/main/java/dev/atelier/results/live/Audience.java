package dev.atelier.results.live;

import java.util.Optional;

/**
 * What a subscriber requested: one job, one study, or everything.
 *
 * @param positionOnly whether it is sent where the projection stands, and nothing of what changed
 */
public record Audience(Optional<String> job, Optional<String> study, boolean positionOnly) {
    public Audience(Optional<String> job, Optional<String> study) {
        this(job, study, false);
    }
}
