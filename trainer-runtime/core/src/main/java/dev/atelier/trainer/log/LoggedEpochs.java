package dev.atelier.trainer.log;

/**
 * Which epochs of a job have lines in its log: each of the first 1,000, then every tenth up to 10,000, every hundredth up to
 * 100,000, and so on, so that a job of any length has some thousand lines at most.
 */
public final class LoggedEpochs {
    private static final int ALL = 1_000;
    private static final int FACTOR = 10;

    private LoggedEpochs() {}

    /** Whether an epoch, counted from 1, has lines. */
    public static boolean isLogged(int epoch) {
        long step = 1;
        while (epoch > ALL * step) {
            step *= FACTOR;
        }
        return epoch % step == 0;
    }
}
