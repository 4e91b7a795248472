package dev.atelier.cli.command.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.LookupMatch;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.command.submission.SubmissionTracker;
import dev.atelier.cli.follow.TrackedSubmission;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.result.Verification;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.contracts.study.SearchAudit;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code atelier verify ID}: trains a finished job again and compares the results, bit for bit; of a study with a search,
 * computes what it decided again.
 */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Train a completed job again from its stored request, and compare every epoch and the weights.",
            "Of a study with a search, compute every decision and every observation again from the log, and compare."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the same, bit for bit", "1:not the same, or it could not be trained or computed again"})
public final class VerifyCommand implements Callable<Integer> {
    /** Pages mark a job with this tag as a verification of the one that it names. */
    private static final String TAG = "verifies";

    private static final String NAME = "verification of ";
    private static final int MOST_TAGS = 50;
    private static final int MOST_CHARACTERS = 200;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(
            paramLabel = "ID",
            description = "The job or the study: its id, at least the first 4 characters of it, or its name.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        LookupMatch target = atelier.lookup().jobOrStudy(id);
        return target.isJob() ? verifyJob(target.id()) : verifySearch(target.id());
    }

    private int verifySearch(String study) {
        SearchAudit audit = atelier.datasets().verifySearch(study);
        if (json) {
            atelier.out().println(Json.text(audit));
        } else if (audit.differences().isEmpty()) {
            atelier.out()
                    .println("The same: " + Counted.of(audit.decisions(), "decision") + " and "
                            + Counted.of(audit.observations(), "observation") + " follow from the log.");
        } else {
            audit.differences().stream().map(PrintableText::line).forEach(atelier.out()::println);
        }
        return audit.differences().isEmpty() ? 0 : 1;
    }

    private int verifyJob(String job) throws InterruptedException {
        ResultsService results = atelier.results();
        JobResponse original = results.job(job).orElseThrow(() -> JobCommand.unknown(job, atelier.hints()));
        if (!original.isCompleted() || original.request() == null) {
            throw new StackException(
                    "job " + job + " is " + original.state().label() + "; only a completed job can be verified");
        }
        SubmissionAccepted accepted =
                atelier.datasets().submit(marked(JobSchema.current(original.request()), job), true);
        String again = accepted.members().getFirst().job();
        PrintWriter progress = json ? atelier.err() : atelier.out();
        progress.println("Training " + PrintableText.line(original.name()) + " again, as job " + again);
        new SubmissionTracker(atelier, json)
                .follow(TrackedSubmission.of(again, original.name()), ShownMetrics.of(original.request(), List.of()));
        JobResponse repeated = results.job(again).orElseThrow(() -> JobCommand.unknown(again, atelier.hints()));
        if (!repeated.isCompleted()) {
            throw new StackException("job " + again + " is " + repeated.state().label()
                    + Optional.ofNullable(repeated.reason())
                            .map(why -> ": " + why)
                            .orElse(""));
        }
        List<String> differences = Verification.compare(original, results.epochs(job), repeated, results.epochs(again));
        if (json) {
            atelier.out().println(outcome(job, again, differences));
        } else if (differences.isEmpty()) {
            atelier.out()
                    .println("The same, bit for bit: " + Counted.of(original.epochs(), "epoch") + ", and the weights.");
        } else {
            differences.forEach(atelier.out()::println);
        }
        return differences.isEmpty() ? 0 : 1;
    }

    private static ObjectNode outcome(String job, String again, List<String> differences) {
        ObjectNode outcome = Json.MAPPER.createObjectNode();
        outcome.put("job", job).put("again", again).put("same", differences.isEmpty());
        differences.forEach(outcome.putArray("differences")::add);
        return outcome;
    }

    /**
     * With a name of its own, so that the verified job is still found by its name, and with a tag that names that job, if there
     * is room for one.
     */
    static ObjectNode marked(JsonNode request, String job) {
        ObjectNode marked = request.deepCopy();
        marked.remove("priority");
        String name = NAME + request.path("name").asText();
        marked.put("name", name.substring(0, name.offsetByCodePoints(0, Math.min(MOST_CHARACTERS, codePoints(name)))));
        JsonNode tags = request.path("tags");
        if (tags instanceof ObjectNode object && (tags.has(TAG) || tags.size() < MOST_TAGS)) {
            marked.set("tags", object.deepCopy().put(TAG, job));
        }
        return marked;
    }

    private static int codePoints(String text) {
        return text.codePointCount(0, text.length());
    }
}
