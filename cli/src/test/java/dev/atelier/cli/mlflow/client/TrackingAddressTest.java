package dev.atelier.cli.mlflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrackingAddressTest {
    @Test
    void isWhatWasRequestedThenTheVariableThenTheDefault() {
        Map<String, String> environment = Map.of("MLFLOW_TRACKING_URI", "https://tracking.example/mlflow/");

        assertThat(TrackingAddress.of(Optional.of("http://here:5001"), environment))
                .hasToString("http://here:5001");
        assertThat(TrackingAddress.of(Optional.empty(), environment)).hasToString("https://tracking.example/mlflow");
        assertThat(TrackingAddress.of(Optional.empty(), Map.of("MLFLOW_TRACKING_URI", " ")))
                .hasToString("http://localhost:5000");
        assertThat(TrackingAddress.of(Optional.empty(), Map.of())).hasToString("http://localhost:5000");
    }

    @Test
    void reportsWhichSettingIsNoAddress() {
        assertThatThrownBy(() ->
                        TrackingAddress.of(Optional.empty(), Map.of("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")))
                .hasMessage("MLFLOW_TRACKING_URI is 'sqlite:///mlflow.db'; expected the http or https address of a "
                        + "tracking server, such as http://localhost:5000");
        assertThatThrownBy(() -> TrackingAddress.of(Optional.of("localhost:5000"), Map.of()))
                .hasMessageStartingWith("--to is 'localhost:5000'; expected");
        assertThatThrownBy(() -> TrackingAddress.of(Optional.of("http://a b"), Map.of()))
                .hasMessageStartingWith("--to is 'http://a b'; expected");
    }

    @Test
    void doesNotRepeatAPassword() {
        assertThatThrownBy(() -> TrackingAddress.of(Optional.of("http://me:hidden@here"), Map.of()))
                .hasMessageStartingWith("--to names a user; expected an address alone")
                .hasMessageNotContaining("hidden");
    }
}
