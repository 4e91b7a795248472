package dev.atelier.cli.stack;

import java.time.Duration;

/** A thread whose task ends by returning only: one that throws, whatever it throws, is run again after a pause. */
final class LastingThread {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private LastingThread() {}

    static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().name(name).start(() -> run(name, task));
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // The log of the supervisor is its standard output.
    private static void run(String name, Runnable task) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                task.run();
                return;
            } catch (Throwable e) {
                Supervisor.log("the thread " + name + " failed and is restarted: " + e);
                e.printStackTrace();
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
