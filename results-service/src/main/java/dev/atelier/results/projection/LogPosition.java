package dev.atelier.results.projection;

/** Where in the log of events a record stands. A row carries the position of the event that last changed it. */
public record LogPosition(int partition, long offset) {}
