package dev.atelier.results.live;

import java.util.Optional;

/** What a subscriber requested: one job, one study, or everything. */
public record Audience(Optional<String> job, Optional<String> study) {}
