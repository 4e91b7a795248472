package dev.atelier.cli;

import java.io.Console;
import java.util.Locale;

/** Asks before something that cannot be taken back, where somebody can be asked. */
final class Confirmation {
    private final Atelier atelier;

    Confirmation(Atelier atelier) {
        this.atelier = atelier;
    }

    /** Whether it may be done: yes beforehand, an answer on the terminal, or what is given where there is none. */
    boolean confirm(String question, boolean withoutTerminal) {
        if (atelier.assumesYes()) {
            return true;
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return withoutTerminal;
        }
        String answer = console.readLine("%s [y/N] ", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
