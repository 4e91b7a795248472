package dev.atelier.dataset.coordination.ledger;

/** Where an event stands in the log. */
public record LogPlace(int partition, long offset) {}
