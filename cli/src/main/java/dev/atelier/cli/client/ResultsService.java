package dev.atelier.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The results-service: jobs, their epochs, and studies. */
public final class ResultsService {
    private static final Duration REBUILD = Duration.ofMinutes(30);
    private static final Duration REPORT = Duration.ofMinutes(5);
    private static final int PAGE = 1000;

    /** The position before the first line of a job's log. */
    public static final String LOG_START = "start";

    private final Http http;

    public ResultsService(String url) {
        this.http = new Http("results-service", url);
    }

    /** Part of the list of jobs. */
    public record Jobs(List<JobResponse> items, long total) {}

    private record Epochs(List<Epoch> items) {}

    private record LogLines(List<JsonNode> items) {}

    /** Part of the list of studies. */
    public record Studies(List<StudyResponse.Summary> items, long total) {}

    /** The first of the jobs that a query is about. */
    public Jobs jobs(JobQuery query, int limit) {
        return Json.MAPPER.convertValue(jobsDocument(query, limit), Jobs.class);
    }

    /** The same as the service returns them, whole. */
    public JsonNode jobsDocument(JobQuery query, int limit) {
        ObjectNode whole = (ObjectNode) page(query, Math.min(limit, PAGE), 0);
        ArrayNode items = (ArrayNode) whole.withArray("items");
        while (items.size() < limit && items.size() < whole.path("total").asLong()) {
            JsonNode more = page(query, Math.min(limit - items.size(), PAGE), items.size())
                    .path("items");
            if (more.isEmpty()) {
                break;
            }
            more.forEach(items::add);
        }
        return whole;
    }

    private JsonNode page(JobQuery query, int limit, int offset) {
        return http.read(http.get(query.path(limit, offset)), JsonNode.class);
    }

    /** All jobs of a study that are known so far. */
    public List<JobResponse> jobsOf(String study) {
        return jobs(JobQuery.ofStudy(study), PAGE).items();
    }

    /** The job, if it is known already. */
    public Optional<JobResponse> job(String id) {
        return document("/api/jobs/" + Http.encode(id), JobResponse.class);
    }

    /** The job as the service returns it, whole. */
    public Optional<JsonNode> jobDocument(String id) {
        return document("/api/jobs/" + Http.encode(id), JsonNode.class);
    }

    /** The job's completed epochs in order. */
    public List<Epoch> epochs(String job) {
        return epochs(job, 0);
    }

    /** The job's completed epochs behind one of them, in order. */
    public List<Epoch> epochs(String job, int after) {
        List<Epoch> epochs = new ArrayList<>();
        List<Epoch> page;
        do {
            int last = epochs.isEmpty() ? after : epochs.getLast().epoch();
            page = document("/api/jobs/" + Http.encode(job) + "/epochs?limit=" + PAGE + "&after=" + last, Epochs.class)
                    .map(Epochs::items)
                    .orElse(List.of());
            epochs.addAll(page);
        } while (page.size() == PAGE);
        return epochs;
    }

    /** The last lines of a job's log in order, at most so many. */
    public List<JsonNode> lastLogLines(String job, int lines) {
        if (lines <= PAGE) {
            return logLines(job, "limit=" + lines);
        }
        List<JsonNode> all = new ArrayList<>();
        List<JsonNode> page;
        do {
            page = logLinesAfter(
                    job,
                    all.isEmpty() ? LOG_START : all.getLast().path("position").asText());
            all.addAll(page);
        } while (page.size() == PAGE);
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /** The lines of a job's log behind a position, in order; a page of them if there are more. */
    public List<JsonNode> logLinesAfter(String job, String position) {
        return logLines(job, "limit=" + PAGE + "&after=" + Http.encode(position));
    }

    private List<JsonNode> logLines(String job, String query) {
        return http.read(http.get("/api/jobs/" + Http.encode(job) + "/log?" + query), LogLines.class)
                .items();
    }

    /** The latest studies. */
    public Studies studies(int limit) {
        return http.read(http.get("/api/studies?limit=" + limit), Studies.class);
    }

    /** The same as the service returns them, whole. */
    public JsonNode studiesDocument(int limit) {
        return http.read(http.get("/api/studies?limit=" + limit), JsonNode.class);
    }

    /** The jobs and studies that a text can stand for. */
    public LookupMatch.Matches matches(String text) {
        return http.read(http.get("/api/lookup?text=" + Http.encode(text)), LookupMatch.Matches.class);
    }

    public Optional<StudyResponse> study(String id) {
        return document("/api/studies/" + Http.encode(id), StudyResponse.class);
    }

    /** The search of a study; nothing where it has none, or is not known yet. */
    public Optional<SearchResponse> search(String study) {
        return document("/api/studies/" + Http.encode(study) + "/search", SearchResponse.class);
    }

    /** The study as the service returns it, whole. */
    public Optional<JsonNode> studyDocument(String id) {
        return document("/api/studies/" + Http.encode(id), JsonNode.class);
    }

    /** The report of a study that is known. */
    public Report report(String study) {
        return http.read(http.get("/studies/" + Http.encode(study) + "/report.json", REPORT), Report.class);
    }

    /** The script that draws a report's charts. */
    public String library(Report report) {
        try (DownloadedFile script = http.download(report.library())) {
            return new String(script.in().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw http.away(e);
        }
    }

    /**
     * Begins to read a file of a job's result.
     *
     * @throws ServiceException if there is none of this name, or it does not lie where the service looks
     */
    public DownloadedFile artifact(String job, String name) {
        return http.download("/api/jobs/" + Http.encode(job) + "/artifacts/" + Http.encode(name));
    }

    /** Rebuilds every table from the log, and returns the outcome. */
    public JsonNode rebuild() {
        return http.read(
                http.post("/api/admin/rebuild", JsonNodeFactory.instance.objectNode(), REBUILD), JsonNode.class);
    }

    private <T> Optional<T> document(String path, Class<T> type) {
        Http.Answer answer = http.get(path);
        return answer.status() == HttpURLConnection.HTTP_NOT_FOUND
                ? Optional.empty()
                : Optional.of(http.read(answer, type));
    }
}
