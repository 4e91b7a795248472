package dev.atelier.cli.mlflow.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Credentials, from the variables that MLflow's own clients read. Their values are sent, and never shown. */
public final class Credentials {
    private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
    private static final String USER = "MLFLOW_TRACKING_USERNAME";
    private static final String PASSWORD = "MLFLOW_TRACKING_PASSWORD";

    private final Optional<String> header;
    private final String source;

    private Credentials(Optional<String> header, String source) {
        this.header = header;
        this.source = source;
    }

    /**
     * A user with a password comes before a token, as with MLflow's own clients.
     *
     * @throws MlflowException if the token cannot be one
     */
    public static Credentials of(Map<String, String> environment) {
        String user = environment.getOrDefault(USER, "");
        String password = environment.getOrDefault(PASSWORD, "");
        if (!user.isEmpty() && !password.isEmpty()) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return new Credentials(
                    Optional.of("Basic " + Base64.getEncoder().encodeToString(both)), USER + " and " + PASSWORD);
        }
        String token = environment.getOrDefault(TOKEN, "").strip();
        if (token.isEmpty()) {
            return new Credentials(Optional.empty(), "");
        }
        if (!token.matches("[!-~]+")) {
            throw new MlflowException(TOKEN + " contains blanks or characters beyond ASCII; expected a bearer token");
        }
        return new Credentials(Optional.of("Bearer " + token), TOKEN);
    }

    /** The value of the header {@code Authorization}. */
    Optional<String> header() {
        return header;
    }

    /** What to do where the server does not accept the credentials. */
    String advice() {
        return header.isPresent() ? source + " was rejected" : "set " + TOKEN + ", or " + USER + " and " + PASSWORD;
    }
}
