package dev.atelier.cli;

import java.io.Console;
import java.util.Locale;

/** Asks before something that cannot be taken back, where somebody can be asked. */
final class Confirmation {
    private final Atelier atelier;

    Confirmation(Atelier atelier) {
        this.atelier = atelier;
    }

    /** Whether it may be done: yes beforehand, an answer on the terminal, or no where there is no terminal. */
    boolean confirm(String question) {
        if (atelier.assumesYes()) {
            return true;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            atelier.err().println(question + " There is no terminal to ask on; --yes says so beforehand.");
            return false;
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
