package dev.atelier.results.prediction;

import java.io.IOException;

/** A file of predictions is not what a job leaves. */
public final class InvalidPredictionsException extends IOException {
    private static final long serialVersionUID = 1L;

    InvalidPredictionsException(String reason) {
        super(reason);
    }
}
