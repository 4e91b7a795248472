package dev.atelier.cli.follow;

import dev.atelier.cli.client.JobResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the jobs that are followed stand.
 *
 * @param running by label
 * @param waiting how many wait, those that are not known yet included
 * @param completed how many have a result
 * @param failed how many ended without
 * @param left until all have ended, where that can be estimated
 * @param leftOfEach the same of the running ones by label, where it can be estimated
 */
record Standing(
        Map<String, JobResponse> running,
        int waiting,
        int completed,
        int failed,
        Optional<Duration> left,
        Map<String, Duration> leftOfEach) {
    int total() {
        return running.size() + waiting + completed + failed;
    }
}
