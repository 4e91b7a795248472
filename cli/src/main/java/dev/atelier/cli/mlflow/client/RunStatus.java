package dev.atelier.cli.mlflow.client;

/** How a run stands, by MLflow's names. */
public enum RunStatus {
    RUNNING,
    FINISHED,
    FAILED,
    KILLED
}
