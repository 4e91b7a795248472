package dev.atelier.contracts.check;

/**
 * One thing that is wrong with a submitted document.
 *
 * @param field path of the field, such as {@code training.batchSize}; empty for the whole message
 * @param value what stood there, shortened where long
 * @param expected what would be right, as the end of a sentence: "a whole number from 1 to 65536"
 */
public record Violation(String field, String value, String expected) {

    /** The violation as a sentence. */
    public String sentence() {
        String subject = field.isEmpty() ? "the message" : field;
        return subject + " is " + (value.isEmpty() ? "missing" : value) + "; expected " + expected;
    }
}
