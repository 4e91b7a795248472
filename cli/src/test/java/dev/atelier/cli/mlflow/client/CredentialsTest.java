package dev.atelier.cli.mlflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void areAUserWithAPasswordOrATokenOrNone() {
        Map<String, String> both = Map.of(
                "MLFLOW_TRACKING_USERNAME", "me",
                "MLFLOW_TRACKING_PASSWORD", "pass:word",
                "MLFLOW_TRACKING_TOKEN", "token");

        assertThat(Credentials.of(both).header()).contains("Basic bWU6cGFzczp3b3Jk");
        assertThat(Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "token\n")).header())
                .contains("Bearer token");
        assertThat(Credentials.of(Map.of("MLFLOW_TRACKING_USERNAME", "me")).header())
                .isEmpty();
    }

    @Test
    void refuseATokenThatNoHeaderCanCarryWithoutShowingIt() {
        assertThatThrownBy(() -> Credentials.of(Map.of("MLFLOW_TRACKING_TOKEN", "sec ret\nmore")))
                .hasMessage(
                        "MLFLOW_TRACKING_TOKEN contains blanks or characters beyond ASCII; expected a bearer token");
    }
}
