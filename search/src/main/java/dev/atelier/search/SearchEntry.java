package dev.atelier.search;

/** One line of a search's history: a step that was decided, an observation, or that the time is spent. */
public sealed interface SearchEntry permits SearchStep, Observation, TimeSpent {}
