package dev.atelier.search;

/** One line of a search's history: a step that was decided, or an observation. */
public sealed interface SearchEntry permits SearchStep, Observation {}
