package dev.atelier.contracts.event;

/**
 * The record of the submissions topic that an answer answers.
 *
 * @param key the record's key as text, with anything unprintable replaced; empty where it had none
 */
public record RecordOrigin(int partition, long offset, String key) {}
