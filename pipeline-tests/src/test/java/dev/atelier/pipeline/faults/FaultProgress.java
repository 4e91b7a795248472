package dev.atelier.pipeline.faults;

import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.topic.Topics;
import dev.atelier.testsupport.TestClients;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the readers are whose position can be seen from outside: the trainers' share group, the dataset services' group of
 * submissions, and the projection.
 */
final class FaultProgress {
    private static final String SUBMISSIONS_GROUP = "atelier-dataset-service";

    private final FaultStack stack;
    private final EventHistory history;

    FaultProgress(FaultStack stack, EventHistory history) {
        this.stack = stack;
        this.history = history;
    }

    /** Who has not read everything, and by how much; empty where all have. */
    List<String> behind() throws InterruptedException {
        List<String> behind = new ArrayList<>();
        try (Admin admin = TestClients.admin(stack.bootstrapServers());
                Connection connection = DriverManager.getConnection(stack.jdbcUrl())) {
            TopicPartition jobs =
                    new TopicPartition(Topics.jobs(new Family("mlp")).topicName(), 0);
            String group = Topics.shareGroup(new Family("mlp"));
            var taken = admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group)
                    .get()
                    .get(jobs);
            // The start offset stays at the last record until the next one is done with; the lag does not.
            long all = end(admin, jobs);
            long lag = taken == null ? all : taken.lag().orElse(all);
            if (lag > 0) {
                behind.add("trainers have " + lag + " records before them");
            }

            long open = open(connection);
            if (open > 0) {
                behind.add(open + " jobs wait or run");
            }

            TopicPartition submissions = new TopicPartition(Topics.SUBMISSIONS.topicName(), 0);
            var answered = admin.listConsumerGroupOffsets(SUBMISSIONS_GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(submissions);
            compare(behind, "dataset services", answered == null ? 0 : answered.offset(), end(admin, submissions));

            Map<Integer, Long> projected = projected(connection);
            IntStream.range(0, Topics.EVENTS.partitions()).forEach(partition -> {
                long position = projected.getOrDefault(partition, 0L);
                long last = history.nextOffset(partition);
                compare(behind, "projection of partition " + partition, position, last);
            });
            return behind;
        } catch (ExecutionException e) {
            return List.of("the broker does not respond: " + e.getCause());
        } catch (SQLException e) {
            return List.of("the database does not respond: " + e.getMessage());
        }
    }

    private static void compare(List<String> behind, String reader, long position, long end) {
        if (position < end) {
            behind.add(reader + " have read up to " + position + " of " + end);
        }
    }

    private static long end(Admin admin, TopicPartition partition) throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Jobs that wait for their turn are in no queue. */
    private static long open(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM jobs WHERE state IN ('QUEUED', 'RUNNING')")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Map<Integer, Long> projected(Connection connection) throws SQLException {
        Map<Integer, Long> next = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT log_partition, next_offset FROM consumer_offsets")) {
            while (row.next()) {
                next.put(row.getInt(1), row.getLong(2));
            }
        }
        return next;
    }
}
