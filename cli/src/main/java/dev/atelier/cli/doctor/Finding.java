package dev.atelier.cli.doctor;

import java.util.Optional;

/**
 * What was found about one need.
 *
 * @param subject the need in a word
 * @param what what there is
 * @param remedy how to get what is missing
 */
public record Finding(String subject, Verdict verdict, String what, Optional<String> remedy) {
    /** Whether a need is met. */
    public enum Verdict {
        OK("ok"),
        /** It works, but may cause problems. */
        NOTE("note"),
        MISSING("MISSING");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    static Finding ok(String subject, String what) {
        return new Finding(subject, Verdict.OK, what, Optional.empty());
    }

    static Finding note(String subject, String what, String remedy) {
        return new Finding(subject, Verdict.NOTE, what, Optional.of(remedy));
    }

    static Finding missing(String subject, String what, String remedy) {
        return new Finding(subject, Verdict.MISSING, what, Optional.of(remedy));
    }
}
