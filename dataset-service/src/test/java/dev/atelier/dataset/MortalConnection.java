package dev.atelier.dataset;

import dev.atelier.dataset.connection.KafkaConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;

/** Its first producer is the test's; the others are as ever. */
public final class MortalConnection extends KafkaConnection {
    private final String bootstrapServers;
    private Optional<Function<Map<String, Object>, Producer<byte[], byte[]>>> first;

    public MortalConnection(String bootstrapServers, Function<Map<String, Object>, Producer<byte[], byte[]>> first) {
        super(Map.of("bootstrap.servers", bootstrapServers));
        this.bootstrapServers = bootstrapServers;
        this.first = Optional.of(first);
    }

    @Override
    public Producer<byte[], byte[]> producer(Map<String, Object> more) {
        if (first.isEmpty()) {
            return super.producer(more);
        }
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", bootstrapServers);
        Producer<byte[], byte[]> mortal = first.get().apply(settings);
        first = Optional.empty();
        return mortal;
    }
}
