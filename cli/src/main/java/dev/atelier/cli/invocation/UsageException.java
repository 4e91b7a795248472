package dev.atelier.cli.invocation;

/** A value on the command line is not allowed, whatever the stack holds; the message names it and what is expected. */
public final class UsageException extends RuntimeException {
    public UsageException(String message) {
        super(message);
    }
}
