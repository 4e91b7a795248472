package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.dataset.OfferedDataset;
import dev.atelier.contracts.dataset.OfferedDatasets;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.job.Priority;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.study.SearchAudit;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The dataset-service: takes submissions and cancellation requests. */
public final class DatasetServiceClient {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Http http;

    public DatasetServiceClient(String url) {
        this.http = new Http("dataset-service", url);
    }

    /**
     * Submits a job or a study.
     *
     * @param fresh whether what has a result is trained again
     * @throws ServiceException if it is rejected, with a line for each thing that is wrong
     */
    public SubmissionAccepted submit(JsonNode request, boolean fresh) {
        Http.Answer answer = http.post("/api/submissions" + (fresh ? "?fresh=true" : ""), request, ANSWER);
        if (answer.status() == HttpURLConnection.HTTP_BAD_REQUEST
                && answer.body().has("violations")) {
            SubmissionRejected rejected = Json.MAPPER.convertValue(answer.body(), SubmissionRejected.class);
            throw ServiceException.refused("the submission was rejected:"
                    + rejected.violations().stream()
                            .map(Violation::sentence)
                            .map(sentence -> "\n  " + PrintableText.line(sentence))
                            .collect(Collectors.joining()));
        }
        return http.read(answer, SubmissionAccepted.class);
    }

    /**
     * Has a completed job trained again, whose files were deleted.
     *
     * @throws ServiceException if it cannot be, with the reason
     */
    public SubmissionAccepted restore(String job, Optional<Priority> priority) {
        return submit(with(priority, nothing().put("restore", job)), false);
    }

    /**
     * Requests more epochs of a completed job.
     *
     * @throws ServiceException if it cannot have them, with the reason
     */
    public SubmissionAccepted extend(String job, int epochs, Optional<Priority> priority) {
        return submit(with(priority, nothing().put("extend", job).put("epochs", epochs)), false);
    }

    private static JsonNode with(Optional<Priority> priority, ObjectNode request) {
        priority.ifPresent(urgency -> request.put("priority", urgency.word()));
        return request;
    }

    /** All datasets that the service offers, unavailable ones included. */
    public List<OfferedDataset> datasets() {
        return http.read(http.get("/api/catalogue"), OfferedDatasets.class).items();
    }

    /**
     * Requests something of a job or of a study.
     *
     * @param what cancel, pause or resume
     * @param now whether a pause gives the epoch up that is being trained
     */
    public void request(LookupMatch target, String what, boolean now, Optional<String> reason) {
        List<String> query = new ArrayList<>();
        if (now) {
            query.add("now=true");
        }
        reason.ifPresent(text -> query.add("reason=" + Http.encode(text)));
        String path = (target.isJob() ? "/api/jobs/" : "/api/studies/") + Http.encode(target.id()) + "/" + what
                + (query.isEmpty() ? "" : "?" + String.join("&", query));
        http.read(http.post(path, nothing(), ANSWER), JsonNode.class);
    }

    /**
     * Has everything that a study's search decided computed again from the log.
     *
     * @throws ServiceException if the study has no search
     */
    public SearchAudit verifySearch(String study) {
        return http.read(
                http.get("/api/studies/" + Http.encode(study) + "/search/verification", ANSWER), SearchAudit.class);
    }

    /** Keeps the files of a job's result whatever their age. */
    public void pin(String job, String reason) {
        http.read(
                http.post("/api/jobs/" + Http.encode(job) + "/pin?reason=" + Http.encode(reason), nothing(), ANSWER),
                JsonNode.class);
    }

    /** Keeps the files of a job's result no longer than those of others. */
    public void unpin(String job) {
        http.read(http.post("/api/jobs/" + Http.encode(job) + "/unpin", nothing(), ANSWER), JsonNode.class);
    }

    private static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}
