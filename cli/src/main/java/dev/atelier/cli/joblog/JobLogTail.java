package dev.atelier.cli.joblog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.follow.ServiceAbsence;
import dev.atelier.cli.terminal.OutputClosedException;
import dev.atelier.contracts.json.Json;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Prints the end of a job's log, and what is added to it until the job has ended. */
public final class JobLogTail {
    private static final Duration LOOK = Duration.ofMillis(500);
    /** A job's last lines follow its end within a moment. */
    private static final int LOOKS_AFTER_THE_END = 4;

    /** A run gets the number of its attempt when its training starts, mostly within a moment. */
    private static final int LOOKS_FOR_ATTEMPT = 8;

    private final ResultsService results;
    private final String job;
    private final PrintWriter out;
    private final boolean json;
    private String position = ResultsService.LOG_START;
    /** The run whose attempt is not known, and how often it has been looked for. */
    private String awaitedRun = "";

    private int looksForAttempt = 0;

    /**
     * @param job id of a job that exists
     * @param json whether each line is printed as the results service returns it, instead of as text
     */
    public JobLogTail(ResultsService results, String job, PrintWriter out, boolean json) {
        this.results = results;
        this.job = job;
        this.out = out;
        this.json = json;
    }

    /** Prints the last lines, at most so many. */
    public void printLast(int lines) {
        List<JsonNode> last = results.lastLogLines(job, Math.max(1, lines));
        if (!last.isEmpty()) {
            position = last.getLast().path("position").asText();
        }
        last.subList(Math.max(0, last.size() - lines), last.size()).forEach(this::print);
    }

    /**
     * Prints lines as they are added, until the job has ended.
     *
     * @param absence tolerates a results service that is being restarted
     */
    public void follow(ServiceAbsence absence) throws InterruptedException {
        int looksAfterTheEnd = 0;
        while (looksAfterTheEnd < LOOKS_AFTER_THE_END) {
            try {
                boolean ended = results.job(job).filter(JobResponse::hasEnded).isPresent();
                boolean printed = printAdded();
                looksAfterTheEnd = ended && !printed ? looksAfterTheEnd + 1 : 0;
                absence.end();
            } catch (ServiceException e) {
                absence.tolerate(e);
            }
            Thread.sleep(LOOK);
        }
    }

    private boolean printAdded() {
        List<JsonNode> added = results.logLinesAfter(job, position);
        for (JsonNode line : added) {
            if (awaitsAttempt(line)) {
                return true;
            }
            print(line);
            position = line.path("position").asText();
        }
        return !added.isEmpty();
    }

    /** Whether to look again for the number of a line's attempt, which the same line has when it is listed later. */
    private boolean awaitsAttempt(JsonNode line) {
        String run = line.path("run").asText();
        if (line.path("attempt").isIntegralNumber()) {
            return false;
        }
        if (!run.equals(awaitedRun)) {
            awaitedRun = run;
            looksForAttempt = 0;
        }
        return looksForAttempt++ < LOOKS_FOR_ATTEMPT;
    }

    private void print(JsonNode line) {
        out.println(json ? Json.text(line) : JobLogText.of(line));
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }
}
