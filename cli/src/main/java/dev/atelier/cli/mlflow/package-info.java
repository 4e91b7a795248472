/** Studies as experiments and jobs as runs of an MLflow tracking server, by its public REST API, version 2.0. */
@NullMarked
package dev.atelier.cli.mlflow;

import org.jspecify.annotations.NullMarked;
