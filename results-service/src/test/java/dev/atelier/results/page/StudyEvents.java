package dev.atelier.results.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCompleted;
import dev.atelier.contracts.event.JobCompleted.TestResult;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.json.MergePatch;
import dev.atelier.contracts.schema.JobSchema;
import dev.atelier.results.SampleEvents;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The events of a study with any members, as logs have them that were written by any version. */
final class StudyEvents {
    private final String id;
    private final JsonNode request;
    private final List<Member> members = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    /** @param request the study as it was written */
    StudyEvents(String id, JsonNode request) {
        this.id = id;
        this.request = request;
    }

    /** A job that waits, whose request is the sample's with a patch. */
    StudyEvents queued(String experiment, String variant, long seed, String job, String patch) {
        members.add(
                new Member(experiment, variant, seed, new Family("mlp"), job, Disposition.QUEUED, 1, job, Map.of()));
        JobQueued sample = SampleEvents.queued(job, 1);
        ObjectNode written = Json.MAPPER.createObjectNode().put("family", "mlp").put("seed", seed);
        written.putObject("training").put("epochs", 5);
        events.add(new JobQueued(
                job,
                sample.submission(),
                1,
                sample.datasetKey(),
                sample.datasetDigest(),
                JobSchema.resolve(MergePatch.apply(written, read(patch)))
                        .orElseThrow()
                        .withName(experiment + "/" + variant + " seed " + seed),
                null,
                sample.time()));
        return this;
    }

    /** A job with a result. */
    StudyEvents completed(String experiment, String variant, long seed, String job, String patch, double accuracy) {
        return ended(experiment, variant, seed, job, patch, SampleEvents.completedAlone(job, "r", accuracy));
    }

    StudyEvents ended(String experiment, String variant, long seed, String job, String patch, Event end) {
        queued(experiment, variant, seed, job, patch);
        events.add(SampleEvents.started(job, "r"));
        events.add(SampleEvents.epoch(job, "r", 5));
        events.add(end);
        return this;
    }

    /** A job with a result, and these metrics in the epoch that was tested. */
    StudyEvents measured(String experiment, String variant, long seed, String job, Map<String, Double> metrics) {
        queued(experiment, variant, seed, job, "{}");
        events.add(SampleEvents.started(job, "r"));
        events.add(SampleEvents.withMetrics(SampleEvents.epoch(job, "r", 5), metrics));
        events.add(SampleEvents.completedAlone(job, "r", 0.8));
        return this;
    }

    /** A job as versions before completed it where its outputs were no numbers. */
    static JobCompleted notANumber(String job) {
        JobCompleted end = SampleEvents.completedAlone(job, "r", 0.1);
        TestResult test = end.test();
        return new JobCompleted(
                job,
                0,
                "r",
                end.epochs(),
                end.bestEpoch(),
                end.testedEpoch(),
                new TestResult(
                        test.accuracy(),
                        Double.NaN,
                        Double.NaN,
                        null,
                        test.confusion(),
                        test.classes(),
                        List.of(new JobCompleted.ReliabilityBin(20, Double.NaN, 0.1)),
                        List.of(new JobCompleted.Mistake(3, 0, 1, Double.NaN))),
                end.model(),
                end.artifacts(),
                end.seconds(),
                end.time());
    }

    Event[] all() {
        List<Event> all = new ArrayList<>();
        all.add(new SubmissionAccepted(
                "submission-of-" + id,
                new RecordOrigin(0, 7, "me"),
                id,
                request.path("study").asText(),
                request,
                members,
                SampleEvents.time(0)));
        all.addAll(events);
        return all.toArray(Event[]::new);
    }

    static JsonNode read(String json) {
        return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
