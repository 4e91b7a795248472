package dev.atelier.results.live;

import java.util.Optional;

/** What somebody wants to hear of: one job, one study, or everything. */
public record Audience(Optional<String> job, Optional<String> study) {}
