package dev.atelier.trainer.algorithm;

/** The library that an algorithm computes with cannot be used on this machine as it is; no job can help that. */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param reason one plain sentence without a full stop, such as {@code PyTorch cannot be loaded: …}
     */
    public EngineUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
