package dev.atelier.trainer.checkpoint;

import java.util.Optional;

/** What a run finds when it takes a job over: how earlier starts fared, and where to go on. */
public record Takeover(Claim claim, Optional<Checkpoint> checkpoint) {}
