package dev.atelier.cli.mlflow.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/**
 * Where a tracking server answers.
 *
 * @param base http or https, with a host, and a path where the server has one; no slash at its end
 */
public record TrackingAddress(URI base) {
    private static final String VARIABLE = "MLFLOW_TRACKING_URI";
    private static final String DEFAULT = "http://localhost:5000";

    /**
     * The address that was requested, that of {@code MLFLOW_TRACKING_URI}, or MLflow's own default.
     *
     * @throws MlflowException if it is none, naming where it came from
     */
    public static TrackingAddress of(Optional<String> option, Map<String, String> environment) {
        if (option.isPresent()) {
            return parse("--to", option.get());
        }
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(value -> !value.isBlank())
                .map(value -> parse(VARIABLE, value))
                .orElseGet(() -> parse(VARIABLE, DEFAULT));
    }

    private static TrackingAddress parse(String source, String text) {
        if (text.contains("@")) {
            // Not repeated: a password may stand in it.
            throw new MlflowException(source + " names a user; expected an address alone, with the user in "
                    + "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or a token in MLFLOW_TRACKING_TOKEN");
        }
        try {
            URI uri = new URI(text.strip().replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawQuery() == null && uri.getRawFragment() == null) {
                return new TrackingAddress(uri);
            }
        } catch (URISyntaxException e) {
            throw notAnAddress(source, text);
        }
        throw notAnAddress(source, text);
    }

    private static MlflowException notAnAddress(String source, String text) {
        return new MlflowException(source + " is '" + text
                + "'; expected the http or https address of a tracking server, such as " + DEFAULT);
    }

    /** A path of the server's API, such as {@code /api/2.0/mlflow/runs/create}, with its query. */
    URI at(String path) {
        return URI.create(base + path);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
