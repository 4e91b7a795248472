package dev.atelier.dataset.source;

/** A dataset that cannot be had as it should be. The message is a sentence that names the file and what was expected. */
public final class DatasetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    public DatasetException(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public DatasetException(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
