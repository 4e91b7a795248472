package dev.atelier.contracts.event;

import dev.atelier.contracts.json.ZeroIfAbsent;
import java.time.Instant;

/**
 * A trainer gave a job back to its queue, where it waits again: the trainer could not go on with it, and nothing that the
 * job did is to blame. A run can give its job back before it has published a {@link JobStarted}; such a release records only
 * why the job waits, and is ignored where the job does not.
 *
 * @param trainer the trainer and its machine, such as {@code mlp-trainer on node-3}
 * @param kind one word for meters: {@code storage}, {@code memory}, {@code library}, {@code busy}, {@code stopping}, …
 * @param reason a sentence without a full stop
 */
public record JobReleased(
        String job, @ZeroIfAbsent int round, String run, String trainer, String kind, String reason, Instant time)
        implements RunEvent {
    @Override
    public String id() {
        return job + "/" + run + "/released";
    }
}
