package dev.atelier.cli.mlflow;

/** How a run stands, by MLflow's names. */
enum RunStatus {
    RUNNING,
    FINISHED,
    FAILED,
    KILLED
}
