package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.terminal.PrintableText;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which jobs wait because more urgent ones took their trainers: a line when that begins, and one when a job goes on. */
final class Preemptions {
    private final Set<String> preempted = new HashSet<>();

    /**
     * Takes note of how a job stands.
     *
     * @param isRunning whether it, or the restoration of its files, runs
     * @param epoch the last one that is done then
     * @return a line if that is news
     */
    Optional<String> observe(String label, JobResponse job, boolean isRunning, int epoch) {
        if (job.isPreempted()) {
            return preempted.add(job.id())
                    ? Optional.of(
                            line(label, "a more urgent job took its trainer after epoch " + epoch + "; it waits again"))
                    : Optional.empty();
        }
        if (!isRunning && !job.hasEnded()) {
            return Optional.empty();
        }
        return preempted.remove(job.id()) && isRunning ? Optional.of(line(label, "goes on")) : Optional.empty();
    }

    private static String line(String label, String what) {
        return PrintableText.line(label) + ": " + what;
    }
}
