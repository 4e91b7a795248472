package dev.atelier.cli.mlflow.client;

/** MLflow refused, or did not respond; the message is the sentence for its user. */
public final class MlflowException extends RuntimeException {
    public static final String DOES_NOT_EXIST = "RESOURCE_DOES_NOT_EXIST";
    public static final String ALREADY_EXISTS = "RESOURCE_ALREADY_EXISTS";

    /** Not one of MLflow's statuses: the server answers, but does not proxy artifacts. */
    public static final String TAKES_NO_ARTIFACTS = "TAKES_NO_ARTIFACTS";

    private final String code;

    public MlflowException(String sentence) {
        this(sentence, "");
    }

    public MlflowException(String sentence, String code) {
        super(sentence);
        this.code = code;
    }

    /** MLflow's error code; empty where it gave none. */
    public String code() {
        return code;
    }
}
