package dev.atelier.results.ingest.log;

/** The log does not hold what was to be read next: it was replaced, or records were deleted. Only a rebuild helps. */
public final class LostRecordsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    public LostRecordsException(String what) {
        super(what);
        this.sentence = what + "; records were lost: rebuild the projection from those that are left";
    }

    public String sentence() {
        return sentence;
    }
}
