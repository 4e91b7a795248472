package dev.atelier.trainer.budget;

import java.nio.file.Path;

/** The folder in which the jobs of a machine share its cores and memory cannot be used. That is no fault of a job. */
public final class BudgetUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BudgetUnavailableException(Path folder, Exception cause) {
        super(
                "jobs cannot share the cores and the memory of this machine in " + folder + ": "
                        + cause.getClass().getSimpleName().replace("Exception", "") + " " + cause.getMessage(),
                cause);
    }
}
