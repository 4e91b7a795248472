package dev.atelier.dataset.publishing.idx;

/**
 * A dataset that is not available as defined. The message is a sentence that names the file and what was expected, or
 * what this machine cannot do at present.
 */
public final class DatasetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;
    private final boolean passing;

    public DatasetException(String sentence) {
        super(sentence);
        this.sentence = sentence;
        this.passing = false;
    }

    public DatasetException(String sentence, Throwable cause) {
        this(sentence, cause, false);
    }

    /** @param passing whether the cause is the machine and not the dataset, so that it may pass */
    public DatasetException(String sentence, Throwable cause, boolean passing) {
        super(sentence, cause);
        this.sentence = sentence;
        this.passing = passing;
    }

    /** Whether the cause is the machine and not the dataset: a full disk for instance. */
    public boolean isPassing() {
        return passing;
    }

    public String sentence() {
        return sentence;
    }
}
