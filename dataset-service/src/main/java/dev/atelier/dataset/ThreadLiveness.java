package dev.atelier.dataset;

import dev.atelier.dataset.coordination.log.LedgerFollower;
import dev.atelier.dataset.coordination.submission.SubmissionService;
import dev.atelier.dataset.process.ServiceConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * Live means: the threads that read the ledger, read and answer submissions, and publish datasets are there, and all but the
 * last have lately done something; those that have not are named. They stay live while the broker is unavailable,
 * because they retry it all the time.
 */
@Liveness
@ApplicationScoped
public class ThreadLiveness implements HealthCheck {
    private final DatasetServiceStartup service;
    private final LedgerFollower ledger;
    private final SubmissionService submissions;
    private final Duration longestTurn;

    @Inject
    public ThreadLiveness(
            DatasetServiceStartup service,
            LedgerFollower ledger,
            SubmissionService submissions,
            ServiceConfiguration configuration) {
        this.service = service;
        this.ledger = ledger;
        this.submissions = submissions;
        this.longestTurn = configuration.turnTimeout();
    }

    @Override
    public HealthCheckResponse call() {
        List<String> ended = Stream.concat(service.ended().stream(), submissions.ended().stream())
                .toList();
        SortedMap<String, Duration> turns = new TreeMap<>();
        if (submissions.isOpen()) {
            turns.putAll(submissions.turns());
            turns.put("ledger", ledger.sinceLastTurn());
        }
        return response(ended, turns, longestTurn);
    }

    /** @param turns how long ago each thread last did something */
    static HealthCheckResponse response(List<String> ended, SortedMap<String, Duration> turns, Duration longestTurn) {
        List<String> hung = turns.entrySet().stream()
                .filter(turn -> turn.getValue().compareTo(longestTurn) >= 0)
                .map(Map.Entry::getKey)
                .toList();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("threads")
                .status(ended.isEmpty() && hung.isEmpty())
                .withData("ended", String.join(", ", ended))
                .withData("hung", String.join(", ", hung));
        turns.forEach((name, turn) -> response.withData(name + "Seconds", turn.toSeconds()));
        return response.build();
    }
}
