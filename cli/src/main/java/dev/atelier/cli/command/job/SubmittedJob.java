package dev.atelier.cli.command.job;

import dev.atelier.cli.command.submission.SubmissionTracker;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.json.Json;
import java.util.List;
import picocli.CommandLine.Option;

/** What commands do with the job that they have submitted. */
final class SubmittedJob {
    @Option(names = "--follow", description = "Follow it to its end, as 'run' does.")
    private boolean follow;

    @Option(names = "--json", description = "Print the response, or with --follow the results, as JSON.")
    private boolean json;

    /**
     * Follows the job, or prints what became of it.
     *
     * @param what describes it, after its id
     */
    int report(Invocation atelier, SubmissionAccepted accepted, String what) throws InterruptedException {
        if (follow) {
            return new SubmissionTracker(atelier, json).track(accepted, List.of());
        }
        if (json) {
            atelier.out().println(Json.text(accepted));
            return 0;
        }
        Member job = accepted.members().getFirst();
        String state = switch (job.disposition()) {
            case QUEUED -> " is queued; ";
            case JOINED -> " is waiting or running already; ";
            case REUSED -> " has a result already; ";
        };
        atelier.out()
                .println("Job " + job.job() + ", " + what + "," + state
                        + atelier.hints().command("job", job.job()) + " shows how it stands.");
        return 0;
    }
}
