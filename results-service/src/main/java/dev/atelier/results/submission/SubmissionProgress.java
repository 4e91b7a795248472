package dev.atelier.results.submission;

import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.results.live.CommitSignal;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Reading;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** How far an accepted submission has come into the tables, which follow the log a moment later. */
@Singleton
public final class SubmissionProgress {
    /** Another replica may be the one that projects, and its commits give no signal here. */
    private static final Duration POLL = Duration.ofMillis(50);

    private final Reading reading;
    private final CommitSignal signal;

    public SubmissionProgress(Reading reading, CommitSignal signal) {
        this.reading = reading;
        this.signal = signal;
    }

    /**
     * Waits until the tables have the submission and each of its jobs, so that their pages open.
     *
     * @return whether they have; not where the timeout passes or the database does not respond
     */
    public boolean awaitProjected(SubmissionAccepted accepted, Duration timeout) throws InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        long seen = signal.commits();
        try {
            while (!isProjected(accepted)) {
                if (Instant.now().isAfter(deadline)) {
                    return false;
                }
                signal.await(seen, POLL);
                seen = signal.commits();
            }
            return true;
        } catch (DatabaseAwayException away) {
            return false;
        }
    }

    private boolean isProjected(SubmissionAccepted accepted) {
        Set<String> jobs = accepted.members().stream().map(Member::job).collect(Collectors.toSet());
        return reading.read(connection ->
                Sql.count(connection, "SELECT count(*) FROM submissions WHERE id = ?", accepted.submission()) > 0
                        && Sql.count(connection, "SELECT count(*) FROM jobs WHERE id = ANY (?)", jobs) == jobs.size());
    }
}
