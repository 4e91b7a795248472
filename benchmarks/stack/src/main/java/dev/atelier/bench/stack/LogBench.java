package dev.atelier.bench.stack;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.service.Build;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.topic.Topics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Measures how fast the log of events gets into the tables: a rebuild; the catch-up of a paused projection, by
 * turns with it; and the lag behind 1,000 events a second. Arguments: the folder of a stack that
 * is up and has no jobs, the project's folder, jobs of 20 epochs in each round (20,000), rounds (3).
 */
public final class LogBench {
    private static final int EPOCHS = 20;
    private static final int LIVE_RATE = 1_000;
    private static final int LIVE_SECONDS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SyntheticLog log;
    private final ResultsService results;
    private final Connection database;
    private long published;
    private int jobs;

    private LogBench(SyntheticLog log, ResultsService results, Connection database) {
        this.log = log;
        this.results = results;
        this.database = database;
    }

    public static void main(String[] arguments) throws SQLException, InterruptedException {
        Stack stack = new Stack(new StackFolder(Path.of(arguments[0])), new Build(Path.of(arguments[1])));
        int jobs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 20_000;
        int rounds = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 3;
        try (SyntheticLog log = new SyntheticLog(stack.ports().bootstrapServers());
                Connection database = DriverManager.getConnection(stack.databaseUrl())) {
            new LogBench(log, new ResultsService(stack.ports().resultsUrl()), database).run(jobs, rounds);
        }
        System.exit(0);
    }

    private void run(int jobsOfARound, int rounds) throws SQLException, InterruptedException {
        List<Double> catchUps = new ArrayList<>();
        List<Double> rebuilds = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            catchUps.add(measureCatchUp(jobsOfARound));
            rebuilds.add(rebuild());
            System.out.printf(
                    "round %d: catch-up %,.0f events/s, rebuild of %,d events %,.0f events/s%n",
                    round, catchUps.getLast(), published, rebuilds.getLast());
        }
        System.out.printf(
                "median of %d: catch-up %,.0f events/s, rebuild %,.0f events/s%n",
                rounds, median(catchUps), median(rebuilds));
        measureLag();
    }

    /** Events per second of a projection that starts when all of them are in the log. */
    private double measureCatchUp(int more) throws SQLException, InterruptedException {
        pauseProjection();
        List<SyntheticJob> all = IntStream.range(jobs, jobs + more)
                .mapToObj(number -> new SyntheticJob(number, EPOCHS, START))
                .toList();
        jobs += more;
        long count = log.publish(all);
        published += count;
        resumeProjection();
        long began = System.nanoTime();
        await(published);
        return count / seconds(began);
    }

    private double rebuild() {
        long began = System.nanoTime();
        long records = results.rebuild().path("records").asLong();
        return records / seconds(began);
    }

    /** As another service does that projects the same log into the same tables. */
    private void pauseProjection() throws SQLException {
        execute("SELECT pg_advisory_lock(hashtext('projection of " + Topics.EVENTS.topicName() + "'))");
    }

    private void resumeProjection() throws SQLException {
        execute("SELECT pg_advisory_unlock_all()");
    }

    private void execute(String query) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(query);
        }
    }

    private void await(long events) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (offsets().values().stream().mapToLong(each -> each).sum() < events) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Only " + offsets() + " of " + events
                        + " events are in the tables after " + LIMIT.toMinutes() + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** How far the tables have come, by partition. */
    private Map<Integer, Long> offsets() throws SQLException {
        Map<Integer, Long> offsets = new ConcurrentHashMap<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT log_partition, next_offset FROM consumer_offsets")) {
            while (rows.next()) {
                offsets.put(rows.getInt(1), rows.getLong(2));
            }
        }
        return offsets;
    }

    private record Sent(int partition, long offset, long nanos) {}

    /** From the moment an event is sent until a reader of the tables can see it. */
    private void measureLag() throws SQLException, InterruptedException {
        List<Event> events = IntStream.range(jobs, jobs + LIVE_RATE * LIVE_SECONDS / EPOCHS)
                .mapToObj(number -> new SyntheticJob(number, EPOCHS, START).events())
                .flatMap(List::stream)
                .limit((long) LIVE_RATE * LIVE_SECONDS)
                .toList();
        Map<Sent, Boolean> waiting = new ConcurrentHashMap<>();
        Thread sender = Thread.ofPlatform().start(() -> {
            long began = System.nanoTime();
            for (int i = 0; i < events.size(); i++) {
                long due = began + i * (1_000_000_000L / LIVE_RATE);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                long sent = System.nanoTime();
                log.publish(
                        events.get(i),
                        (place, none) -> waiting.put(new Sent(place.partition(), place.offset(), sent), true));
            }
        });
        List<Double> millis = new ArrayList<>();
        while (sender.isAlive() || !waiting.isEmpty()) {
            Map<Integer, Long> offsets = offsets();
            long now = System.nanoTime();
            waiting.keySet().removeIf(each -> {
                boolean isVisible = each.offset() < offsets.getOrDefault(each.partition(), 0L);
                if (isVisible) {
                    millis.add((now - each.nanos()) / 1e6);
                }
                return isVisible;
            });
            TimeUnit.MILLISECONDS.sleep(2);
        }
        millis.sort(null);
        System.out.printf(
                "lag at %,d events/s, of %,d events: median %.0f ms, p95 %.0f ms, p99 %.0f ms, most %.0f ms%n",
                LIVE_RATE,
                millis.size(),
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 95 / 100),
                millis.get(millis.size() * 99 / 100),
                millis.getLast());
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
