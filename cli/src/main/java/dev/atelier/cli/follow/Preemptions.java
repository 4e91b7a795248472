package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.terminal.PrintableText;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reports when a more urgent job takes the trainer of a job, and when that job continues: one line for each. */
final class Preemptions {
    private final Set<String> preempted = new HashSet<>();

    /**
     * Observes the state of a job.
     *
     * @param isOpen whether it, or the restoration of its files, has not ended
     * @param isRunning whether it, or the restoration of its files, runs
     * @param epoch the last one that is completed
     * @return a line where the state has changed
     */
    Optional<String> observe(String label, JobResponse job, boolean isOpen, boolean isRunning, int epoch) {
        if (isOpen && job.isPreempted()) {
            return preempted.add(job.id())
                    ? Optional.of(
                            line(label, "a more urgent job took its trainer after epoch " + epoch + "; it waits again"))
                    : Optional.empty();
        }
        if (isOpen && !isRunning) {
            return Optional.empty();
        }
        return preempted.remove(job.id()) && isRunning ? Optional.of(line(label, "continues")) : Optional.empty();
    }

    private static String line(String label, String what) {
        return PrintableText.line(label) + ": " + what;
    }
}
