package dev.atelier.pipeline.faults;

import static org.awaitility.Awaitility.await;

import dev.atelier.contracts.topic.Topic;
import dev.atelier.contracts.topic.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionTimeoutException;

/** Where mutated records lie and what must become of each, held against what the readers said of them. */
final class WrittenRecords {
    /** So many of a partition are looked for one by one, from its beginning; of the others the report has the number. */
    private static final int NAMED = 1_000;

    /** What the results service keeps of them. */
    private static final int MOST_LINES_SET_ASIDE = 1_000;

    private static final Duration POLL = Duration.ofSeconds(3);

    private final Map<Topic, Integer> topics = new HashMap<>();
    private final Map<String, Integer> verdicts = new TreeMap<>();
    private final Map<TopicPartition, BitSet> unreadable =
            new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));

    private int refused;
    private int unreadableLines;

    /** Records a record that the broker has. */
    synchronized void add(Topic topic, ProducerRecord<byte[], byte[]> record, RecordMetadata place) {
        RecordVerdict verdict = RecordVerdict.of(topic, record);
        topics.merge(topic, 1, Integer::sum);
        verdicts.merge(topic.topicName() + " " + verdict, 1, Integer::sum);
        if (verdict == RecordVerdict.SET_ASIDE_BY_READER) {
            unreadableLines++;
        }
        if (verdict == RecordVerdict.SET_ASIDE) {
            unreadable
                    .computeIfAbsent(new TopicPartition(place.topic(), place.partition()), ignored -> new BitSet())
                    .set(Math.toIntExact(place.offset()));
        }
    }

    /** Records a record that the broker does not take. */
    synchronized void addRefused() {
        refused++;
    }

    /** Records that the broker did not take. */
    synchronized int refused() {
        return refused;
    }

    /** Records by topic. */
    synchronized Map<Topic, Integer> topics() {
        return Map.copyOf(topics);
    }

    /** Records by topic and what must become of them. */
    synchronized Map<String, Integer> verdicts() {
        return Map.copyOf(verdicts);
    }

    /**
     * Waits for what the readers say of the records that cannot be read, for as long as they say more.
     *
     * @param silence after so long without another report no more is expected
     */
    Check setAside(EventHistory history, Tables tables, Duration silence) throws SQLException {
        Count last = count(history, tables);
        boolean more = true;
        while (last.found() < last.written() && more) {
            long found = last.found();
            try {
                last = await().pollInterval(POLL)
                        .atMost(silence)
                        .until(() -> count(history, tables), now -> now.found() > found);
            } catch (ConditionTimeoutException e) {
                more = false;
            }
        }
        return Check.of(
                "every record that cannot be read is set aside", String.join(", ", last.lines()), last.violations());
    }

    /** Waits for the rows of what is no line of a log, of which only the latest have some. */
    Check linesSetAside(Tables tables, Duration timeout) throws SQLException {
        int written;
        synchronized (this) {
            written = unreadableLines;
        }
        int expected = Math.min(written, MOST_LINES_SET_ASIDE);
        List<String> violations = new ArrayList<>();
        try {
            await().pollInterval(POLL).atMost(timeout).until(tables::linesSetAside, rows -> rows >= expected);
        } catch (ConditionTimeoutException e) {
            violations.add(tables.linesSetAside() + " rows of " + written + " records");
        }
        if (tables.linesSetAside() > MOST_LINES_SET_ASIDE) {
            violations.add("there are more than " + MOST_LINES_SET_ASIDE + " rows");
        }
        return Check.of("what is no line of a log is set aside", written + " records", violations);
    }

    private record Count(long written, long found, List<String> lines, List<String> violations) {}

    private synchronized Count count(EventHistory history, Tables tables) throws SQLException {
        Map<TopicPartition, BitSet> rows = tables.deadLetters();
        long written = 0;
        long found = 0;
        List<String> lines = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        for (var each : unreadable.entrySet()) {
            TopicPartition partition = each.getKey();
            BitSet stored = rows.getOrDefault(partition, new BitSet());
            // The projection sets events aside itself; of another topic's record an event says so first.
            BitSet reported =
                    partition.topic().equals(Topics.EVENTS.topicName()) ? stored : history.setAside(partition);
            written += 2L * each.getValue().cardinality();
            found += both(each.getValue(), reported) + both(each.getValue(), stored);
            lines.add("%s: %d of %d"
                    .formatted(
                            partition,
                            both(each.getValue(), stored),
                            each.getValue().cardinality()));
            missing(each.getValue(), reported)
                    .forEach(offset -> violations.add("no report of offset " + offset + " of " + partition));
            missing(each.getValue(), stored)
                    .forEach(offset -> violations.add("no row of offset " + offset + " of " + partition));
        }
        return new Count(written, found, lines, violations);
    }

    private static int both(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both.cardinality();
    }

    private static List<Integer> missing(BitSet expected, BitSet found) {
        return expected.stream()
                .limit(NAMED)
                .filter(offset -> !found.get(offset))
                .boxed()
                .toList();
    }
}
