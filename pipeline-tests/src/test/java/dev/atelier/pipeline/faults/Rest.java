package dev.atelier.pipeline.faults;

import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TestClients;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A stack that nothing disturbs any more: when it has come to rest, and what it has left behind then. */
final class Rest {
    private static final Duration REBUILD_LIMIT = Duration.ofMinutes(5);
    /** A transaction whose producer died lasts until its timeout. */
    private static final Duration TRANSACTIONS_LIMIT = Duration.ofSeconds(90);

    private final FaultStack stack;
    private final EventHistory history;
    private final Tables tables;

    Rest(FaultStack stack, EventHistory history) {
        this.stack = stack;
        this.history = history;
        this.tables = new Tables(stack.jdbcUrl());
    }

    /**
     * Waits for everything to be done.
     *
     * @return what is still not done at the end of the time; empty where all is
     */
    List<String> await(Duration limit, Workload workload) {
        try {
            Awaitility.await("the stack is at rest")
                    .atMost(limit)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> left(workload), List::isEmpty);
            return List.of();
        } catch (ConditionTimeoutException e) {
            return left(workload);
        }
    }

    private List<String> left(Workload workload) {
        List<String> left = new ArrayList<>();
        if (!workload.isAcknowledged()) {
            left.add("submissions that the broker has not acknowledged");
        }
        for (FaultService service : stack.services()) {
            if (!service.process().isReady()) {
                left.add(service.name() + " is not healthy: "
                        + service.get("/q/health").map(HttpResponse::body).orElse("no answer"));
            }
        }
        if (!stack.broker().isReady() || !stack.database().isReady()) {
            left.add("broker or database are not ready");
            return left;
        }
        for (ConsumerRecord<byte[], byte[]> submission :
                ValidRecords.read(stack.bootstrapServers(), Topics.SUBMISSIONS, Integer.MAX_VALUE)) {
            if (history.answersTo(new EventHistory.Place(submission.partition(), submission.offset()))
                    .isEmpty()) {
                left.add("no answer to the submission at offset " + submission.offset());
            }
        }
        history.openJobs()
                .forEach(job -> left.add(
                        "no end of " + history.job(job).map(JobStory::toString).orElse(job)));
        if (left.isEmpty()) {
            left.addAll(notProjected());
        }
        return left;
    }

    private List<String> notProjected() {
        try {
            Map<String, Tables.JobRow> rows = tables.jobs();
            return history.acceptedJobs().stream()
                    .filter(job -> !rows.containsKey(job)
                            || List.of("QUEUED", "RUNNING")
                                    .contains(rows.get(job).state()))
                    .map(job -> job + " is " + rows.get(job) + " in the tables")
                    .toList();
        } catch (SQLException e) {
            return List.of("the tables cannot be read: " + e.getMessage());
        }
    }

    /** The tables before and after they were built anew from the log. */
    Check rebuild() throws SQLException {
        Map<String, List<String>> before = tables.dump();
        Optional<HttpResponse<String>> answer =
                stack.services("results-service").getFirst().post("/api/admin/rebuild", new byte[0], REBUILD_LIMIT);
        List<String> violations = answer.filter(rebuilt -> rebuilt.statusCode() == 200)
                .map(rebuilt -> dumpAgain(before))
                .orElseGet(() -> List.of("the rebuild was answered with "
                        + answer.map(HttpResponse::body).orElse("nothing")));
        int rows = before.values().stream().mapToInt(List::size).sum();
        return Check.of("tables are those that a rebuild gives", rows + " rows", violations);
    }

    private List<String> dumpAgain(Map<String, List<String>> before) {
        try {
            return Tables.differences(before, tables.dump());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unfinished files, checkpoints of jobs that have ended but for the last one, transactions. */
    List<Check> leftBehind() throws IOException, InterruptedException {
        List<String> unfinished = new ArrayList<>();
        List<String> checkpoints = new ArrayList<>();
        Set<String> kinds = new HashSet<>();
        try (Stream<Path> files = Files.walk(stack.disk().folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = stack.disk().folder().relativize(file).toString();
                if (name.matches(".*\\.(unfinished|tmp|part)")) {
                    unfinished.add(name);
                } else if (name.startsWith("checkpoints/") && !isOfLastCheckpoint(file, kinds)) {
                    checkpoints.add(name);
                }
            }
        }
        return List.of(
                Check.of("no unfinished file is left", "data folder", unfinished),
                Check.of("no checkpoint of an ended job is left but the last one", "data folder", checkpoints),
                Check.of("no transaction is open", "broker", openTransactions()));
    }

    /**
     * Whether a file is the claim of a job, or the only file of its kind that the job has.
     *
     * @param kinds those that were found already, by the folders of jobs
     */
    private static boolean isOfLastCheckpoint(Path file, Set<String> kinds) {
        String name = file.getFileName().toString();
        String kind = name.endsWith(".epochs.jsonl") ? "epochs" : name.split("[-.]", 2)[0];
        return Set.of("claim", "epoch", "state", "best", "epochs").contains(kind)
                && kinds.add(file.resolveSibling(kind).toString());
    }

    private List<String> openTransactions() throws InterruptedException {
        try (Admin admin = TestClients.admin(stack.bootstrapServers())) {
            try {
                Awaitility.await("transactions end")
                        .atMost(TRANSACTIONS_LIMIT)
                        .until(() -> ongoing(admin), List::isEmpty);
                return List.of();
            } catch (ConditionTimeoutException e) {
                return ongoing(admin);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> ongoing(Admin admin) throws ExecutionException, InterruptedException {
        return admin
                .listTransactions(new ListTransactionsOptions().filterStates(List.of(TransactionState.ONGOING)))
                .all()
                .get()
                .stream()
                .map(transaction -> transaction.transactionalId() + " is " + transaction.state())
                .toList();
    }
}
