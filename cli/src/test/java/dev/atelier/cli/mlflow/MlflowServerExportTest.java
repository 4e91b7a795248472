package dev.atelier.cli.mlflow;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same against MLflow's own server, where one is given, started with {@code mlflow server}. */
@EnabledIfEnvironmentVariable(named = "ATELIER_MLFLOW_URL", matches = "http.+")
class MlflowServerExportTest extends StudyExportBehavior {
    @Override
    String url() {
        return System.getenv("ATELIER_MLFLOW_URL");
    }
}
