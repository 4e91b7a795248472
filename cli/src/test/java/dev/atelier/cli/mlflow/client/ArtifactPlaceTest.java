package dev.atelier.cli.mlflow.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArtifactPlaceTest {
    private static final String ROUTE = "/api/2.0/mlflow-artifacts/artifacts";

    @Test
    void isBehindTheTrackingServer() {
        assertThat(file("mlflow-artifacts:/1/run/artifacts", "https://t.example/mlflow"))
                .isEqualTo("https://t.example/mlflow" + ROUTE + "/1/run/artifacts/model%201.json");
        assertThat(file("http://t.example" + ROUTE + "/1/run/artifacts", "http://t.example"))
                .isEqualTo("http://t.example" + ROUTE + "/1/run/artifacts/model%201.json");
    }

    @Test
    void isBehindAServerOfItsOwn() {
        assertThat(file("mlflow-artifacts://files.example:7000/1/run/artifacts", "https://t.example"))
                .isEqualTo("https://files.example:7000" + ROUTE + "/1/run/artifacts/model%201.json");
    }

    @Test
    void isOutOfReachWhereClientsWriteThemselvesOrCredentialsWouldBeReadable() {
        assertThat(place("s3://bucket/1", "http://t.example")).isInstanceOf(ArtifactPlace.OutOfReach.class);
        assertThat(place("/srv/mlruns/1", "http://t.example")).isInstanceOf(ArtifactPlace.OutOfReach.class);
        assertThat(place("C:\\mlruns\\1", "http://t.example")).isInstanceOf(ArtifactPlace.OutOfReach.class);
        assertThat(place("http://t.example" + ROUTE + "/1", "https://t.example"))
                .isInstanceOf(ArtifactPlace.OutOfReach.class);
    }

    private static String file(String artifactUri, String tracking) {
        assertThat(place(artifactUri, tracking)).isInstanceOf(ArtifactPlace.Proxied.class);
        return ((ArtifactPlace.Proxied) place(artifactUri, tracking))
                .file("model 1.json")
                .toString();
    }

    private static ArtifactPlace place(String artifactUri, String tracking) {
        return ArtifactPlace.of(artifactUri, TrackingAddress.of(Optional.of(tracking), Map.of()));
    }
}
