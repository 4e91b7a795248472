package dev.atelier.stacktesting;

/**
 * What a command printed and how it ended.
 *
 * @param out standard output
 * @param text standard output, followed by standard error
 */
public record Output(int exitCode, String out, String text) {}
