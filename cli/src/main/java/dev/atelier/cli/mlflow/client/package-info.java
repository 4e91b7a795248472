/** MLflow's REST interface: experiments, runs, metrics, and the files of runs. */
@NullMarked
package dev.atelier.cli.mlflow.client;

import org.jspecify.annotations.NullMarked;
