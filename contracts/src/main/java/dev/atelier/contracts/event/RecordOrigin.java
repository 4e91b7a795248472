package dev.atelier.contracts.event;

/**
 * The record of another topic that an event answers: of the submissions or, where it is an edit, of the controls.
 *
 * @param key the record's key as text, with anything unprintable replaced; empty where it had none
 */
public record RecordOrigin(int partition, long offset, String key) {}
