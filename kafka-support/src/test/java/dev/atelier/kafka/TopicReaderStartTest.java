package dev.atelier.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader logs of a broker that is not there yet, by a clock of the test's own. */
class TopicReaderStartTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final String topic = "start-" + UUID.randomUUID();
    private final Logger logger = Logger.getLogger(TopicReader.class.getName());
    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (isOfThisReader(record)) {
                logged.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void attach() {
        logger.addHandler(handler);
    }

    @AfterEach
    void detach() {
        logger.removeHandler(handler);
    }

    @Test
    void aBrokerThatIsNotThereIsAWarningOnlyAfterAMinute() {
        try (TopicReader reader =
                new TopicReader("reader", Broker.at("localhost:1"), Set.of(topic), record -> {}, clock::get)) {
            reader.start();
            await().atMost(LIMIT).until(() -> !logged.isEmpty());
            assertThat(logged).extracting(LogRecord::getLevel).containsOnly(Level.INFO);

            clock.set(Duration.ofSeconds(61).toNanos());
            await().atMost(LIMIT).until(() -> logged.getLast().getLevel().equals(Level.WARNING));
            assertThat(logged).hasSize(2);
        }
    }

    /** A reader that an earlier test closed may still be ending, and logs to the same logger. */
    private boolean isOfThisReader(LogRecord record) {
        return record.getParameters() != null
                && Arrays.asList(record.getParameters()).contains(Set.of(topic));
    }
}
