package dev.atelier.dataset.coordination.ledger;

import static dev.atelier.dataset.coordination.ledger.Examples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.event.ArtifactsPinned;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobFailed;
import dev.atelier.contracts.event.JobPaused;
import dev.atelier.contracts.event.JobReleased;
import dev.atelier.contracts.event.JobTaken;
import dev.atelier.contracts.event.RecordOrigin;
import dev.atelier.contracts.event.RecordSetAside;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionAccepted.Disposition;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A ledger that is made of a snapshot and of what came after it is the one that is made of the whole log. */
class SnapshotEntriesTest {
    private static final List<String> JOBS = List.of("0".repeat(20), "1".repeat(20), "2".repeat(20));

    /** A record of the events or of a queue. */
    private record Step(String text, Apply change) {
        void apply(Ledger ledger, int offset) {
            change.to(ledger, offset);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private interface Apply {
        void to(Ledger ledger, int offset);
    }

    @Provide
    Arbitrary<List<Step>> logs() {
        Arbitrary<Step> steps = Arbitraries.of(JOBS)
                .flatMap(job ->
                        Arbitraries.integers().between(1, 3).flatMap(round -> Arbitraries.of(steps(job, round))));
        return steps.list().ofMaxSize(30);
    }

    private static List<Step> steps(String job, int round) {
        String run = "run" + round;
        return List.of(
                new Step("queued", (ledger, at) -> ledger.apply(Examples.queued(job, round, NOON), place(at), 1)),
                new Step("restoring", (ledger, at) -> ledger.apply(Examples.restoring(job, round, NOON), place(at), 1)),
                new Step("record", (ledger, at) -> ledger.applyQueueRecord(job, round, at, Examples.NOON)),
                new Step("started", (ledger, at) -> ledger.apply(Examples.started(job, run), place(at), 1)),
                new Step(
                        "taken",
                        (ledger, at) -> ledger.apply(new JobTaken(job, round, run, "trainer", NOON), place(at), 1)),
                new Step("epoch", (ledger, at) -> ledger.applyEpoch(job, run, NOON.plusSeconds(at))),
                new Step(
                        "released",
                        (ledger, at) -> ledger.apply(
                                new JobReleased(job, round, run, "trainer", "memory", "", NOON), place(at), 1)),
                new Step(
                        "preempted",
                        (ledger, at) -> ledger.apply(
                                new JobPaused(job, round, run, 1, JobPaused.PREEMPTED, "", NOON.plusSeconds(at)),
                                place(at),
                                1)),
                new Step("completed", (ledger, at) -> ledger.apply(Examples.completed(job, run), place(at), 1)),
                new Step("deleted", (ledger, at) -> ledger.apply(Examples.deleted(job), place(at), 1)),
                new Step(
                        "failed",
                        (ledger, at) -> ledger.apply(
                                new JobFailed(job, round, run, "data", "no such class", NOON), place(at), 1)),
                new Step(
                        "cancelled",
                        (ledger, at) -> ledger.apply(new JobCancelled(job, round, null, "", NOON), place(at), 1)),
                new Step(
                        "pinned",
                        (ledger, at) -> ledger.apply(new ArtifactsPinned(job, round % 2 == 0, "", NOON), place(at), 1)),
                new Step("accepted", (ledger, at) -> ledger.apply(accepted(job, round, at), place(at), 1)),
                new Step(
                        "reported",
                        (ledger, at) -> ledger.apply(
                                new RecordSetAside("atelier.jobs.mlp", 0, at, "", "unreadable", "", NOON),
                                place(at),
                                1)));
    }

    private static SubmissionAccepted accepted(String job, int round, int at) {
        List<Member> members = List.of(member(job, round), member(JOBS.getFirst(), 1));
        return new SubmissionAccepted(
                "submission" + at,
                new RecordOrigin(0, at, ""),
                round == 1 ? null : "study" + round,
                "study",
                Json.MAPPER.createObjectNode(),
                members,
                NOON.plusSeconds(at));
    }

    private static Member member(String job, int round) {
        return new Member("s", "v", 1, new Family("mlp"), job, Disposition.QUEUED, round, "v", Map.of());
    }

    private static LogPlace place(int at) {
        return new LogPlace(at % 4, at);
    }

    @Property
    void aRestoredLedgerContinuesAsTheOneThatReadTheWholeLog(
            @ForAll("logs") List<Step> log,
            @ForAll @IntRange(max = 30) int cut,
            @ForAll @IntRange(max = 30) int later) {
        int first = Math.min(cut, log.size());
        int second = Math.min(Math.max(cut, later), log.size());
        Ledger writing = new Ledger();
        Map<SnapshotKey, byte[]> snapshot = new HashMap<>();
        apply(writing, log, 0, first);
        write(writing, snapshot);
        apply(writing, log, first, second);
        write(writing, snapshot);

        Ledger restored = new Ledger();
        snapshot.forEach(restored.snapshot()::restore);
        restored.snapshot().endRestoring();
        apply(restored, log, second, log.size());

        Ledger whole = new Ledger();
        apply(whole, log, 0, log.size());
        assertThat(content(restored)).isEqualTo(content(whole));
        assertThat(restored.openJobs()).containsExactlyInAnyOrderElementsOf(whole.openJobs());
    }

    private static void apply(Ledger ledger, List<Step> log, int from, int to) {
        for (int at = from; at < to; at++) {
            log.get(at).apply(ledger, at);
        }
    }

    private static void write(Ledger ledger, Map<SnapshotKey, byte[]> snapshot) {
        List<SnapshotEntry> changed = new ArrayList<>(ledger.snapshot().takeChanged());
        changed.forEach(entry -> entry.json()
                .get()
                .ifPresentOrElse(json -> snapshot.put(entry.key(), json), () -> snapshot.remove(entry.key())));
        assertThat(ledger.snapshot().changes()).isZero();
    }

    private static Map<String, Object> content(Ledger ledger) {
        ledger.snapshot().changeAll();
        Map<String, Object> content = new TreeMap<>();
        ledger.snapshot()
                .takeChanged()
                .forEach(entry -> entry.json()
                        .get()
                        .ifPresent(json -> content.put(entry.key().text(), Json.read(json, JsonNode.class))));
        return content;
    }
}
