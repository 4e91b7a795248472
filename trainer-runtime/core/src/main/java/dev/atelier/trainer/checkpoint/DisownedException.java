package dev.atelier.trainer.checkpoint;

/** Another run has taken the job over; the run that meets this must stop and publish nothing more. */
public final class DisownedException extends Exception {
    private static final long serialVersionUID = 1L;

    public DisownedException(String job, String run, String owner) {
        super("job " + job + " belongs to run " + owner + " by now; run " + run + " must stop");
    }
}
