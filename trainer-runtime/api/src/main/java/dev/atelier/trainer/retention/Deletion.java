package dev.atelier.trainer.retention;

/**
 * An entry that a sweep deleted, or would delete.
 *
 * @param name of the entry within its folder
 * @param reason why, as a sentence without a full stop
 */
public record Deletion(String name, long bytes, String reason) {}
