package dev.atelier.search;

/** The time that a search has is spent: no trial begins or is promoted after it. */
public record TimeSpent() implements SearchEntry {}
