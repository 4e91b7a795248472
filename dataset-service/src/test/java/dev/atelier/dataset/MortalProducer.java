package dev.atelier.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer whose own thread can be made to die as of want of memory, which it does not tell. */
public class MortalProducer extends KafkaProducer<byte[], byte[]> {
    public MortalProducer(Map<String, Object> settings) {
        super(impatient(settings), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> impatient(Map<String, Object> settings) {
        Map<String, Object> impatient = new HashMap<>(settings);
        impatient.put("max.block.ms", 5_000);
        return impatient;
    }

    /** Writes a record, and returns when the thread has died of its acknowledgement. */
    public void die(String topic) {
        CompletableFuture<Thread> own = new CompletableFuture<>();
        send(new ProducerRecord<>(topic, new byte[0]), (metadata, failure) -> {
            own.complete(Thread.currentThread());
            throw new OutOfMemoryError("as if the heap were full");
        });
        try {
            own.join().join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
