package dev.atelier.cli.invocation;

/** While it is open, an interruption of the command, by the terminal or a signal, runs a task before the process ends. */
public final class InterruptionHook implements AutoCloseable {
    private final Thread hook;

    public InterruptionHook(Runnable task) {
        this.hook = new Thread(task, "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already, and the task runs.
        }
    }
}
