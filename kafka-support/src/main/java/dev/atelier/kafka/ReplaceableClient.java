package dev.atelier.kafka;

import dev.atelier.kafka.TopicConsumer.ClientObserver;
import dev.atelier.kafka.broker.Broker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Kafka's client of a {@link TopicConsumer}, which is replaced where an error left it in no known state, and where
 * records no longer have to be polled one by one. Used by one thread, except for {@link #wakeUp}.
 */
final class ReplaceableClient implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int ONE_BY_ONE = 500;

    private final Broker broker;
    private final Map<String, ?> own;
    private final ClientObserver opened;

    /** So many records are polled one by one, because together they did not fit. */
    private int oneByOne;
    /** Whether the client is to be replaced before it is used again. */
    private boolean isStale;

    private volatile Consumer<byte[], byte[]> consumer;

    /** @param opened is given each client that is opened */
    ReplaceableClient(Broker broker, Map<String, ?> own, ClientObserver opened) {
        this.broker = broker;
        this.own = Map.copyOf(own);
        this.opened = opened;
        this.consumer = connect();
    }

    Consumer<byte[], byte[]> get() {
        return consumer;
    }

    /** Returns whether there is another client now, which has no partitions yet. */
    boolean replaceIfStale() {
        if (!isStale) {
            return false;
        }
        close();
        consumer = connect();
        isStale = false;
        return true;
    }

    /** Has the client replaced by one that polls single records, for a while. */
    void pollOneByOne() {
        isStale = true;
        oneByOne = ONE_BY_ONE;
    }

    /** Counts records that fitted, until they need not be polled one by one any more. */
    void countFitting(int records) {
        if (oneByOne > 0 && records > 0) {
            oneByOne--;
            isStale = oneByOne == 0;
        }
    }

    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private Consumer<byte[], byte[]> connect() {
        Map<String, Object> settings = new HashMap<>(own);
        if (oneByOne > 0) {
            settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        }
        Consumer<byte[], byte[]> connected = KafkaClients.reader(broker, settings);
        opened.onOpen(connected);
        return connected;
    }
}
