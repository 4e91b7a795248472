package dev.atelier.cli.mlflow.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the files of a run belong, by the address that MLflow gives it. */
public sealed interface ArtifactPlace {
    /** The part of the path that all servers which take files share. */
    String ROUTE = "/api/2.0/mlflow-artifacts/artifacts";

    /**
     * A folder behind a server that takes files and puts them where they belong.
     *
     * @param service the server's address for files
     * @param folder the path within, no slash at either end
     */
    record Proxied(URI service, String folder) implements ArtifactPlace {
        URI listing() {
            return URI.create(service + "?path=" + MlflowHttp.encode(folder));
        }

        URI file(String name) {
            return URI.create(Stream.concat(Stream.of(folder.split("/")), Stream.of(name))
                    .map(MlflowHttp::encode)
                    .collect(Collectors.joining("/", service + "/", "")));
        }
    }

    /**
     * A place that only its own kind of client reaches.
     *
     * @param reason a clause
     */
    record OutOfReach(String reason) implements ArtifactPlace {}

    /**
     * Where {@code artifactUri} is, for users of a tracking server. Credentials go to the server for files as well, so it
     * is only spoken to by the tracking server's own scheme.
     */
    static ArtifactPlace of(String artifactUri, TrackingAddress tracking) {
        OutOfReach outOfReach = new OutOfReach(
                "the server does not accept files; clients must write them to " + artifactUri + " directly");
        URI base = tracking.base();
        try {
            URI uri = new URI(artifactUri);
            String authority = Optional.ofNullable(uri.getRawAuthority()).orElse(base.getRawAuthority());
            String path = Optional.ofNullable(uri.getPath()).orElse("");
            int route = path.indexOf(ROUTE + "/");
            if ("mlflow-artifacts".equals(uri.getScheme())) {
                return proxied(base.getScheme() + "://" + authority + base.getRawPath(), path);
            }
            if (base.getScheme().equals(uri.getScheme()) && route >= 0) {
                return proxied(
                        uri.getScheme() + "://" + authority + path.substring(0, route),
                        path.substring(route + ROUTE.length()));
            }
            return outOfReach;
        } catch (URISyntaxException e) {
            return outOfReach;
        }
    }

    private static Proxied proxied(String server, String path) {
        return new Proxied(URI.create(server + ROUTE), path.replaceAll("^/+|/+$", ""));
    }
}
