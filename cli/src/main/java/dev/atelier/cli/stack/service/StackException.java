package dev.atelier.cli.stack.service;

/** Something about the stack that its user can put right; the message names it. */
public final class StackException extends RuntimeException {
    public StackException(String message) {
        super(message);
    }
}
