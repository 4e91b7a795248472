package dev.atelier.results;

import dev.atelier.contracts.joblog.JobLogLine;
import dev.atelier.contracts.json.Json;
import dev.atelier.testsupport.TestClients;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes lines of jobs' logs to a topic, as trainers do, and what is none. */
public final class LogWriter implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final String topic;

    public LogWriter(String bootstrapServers, String topic) {
        this.producer = TestClients.textKeyProducer(bootstrapServers);
        this.topic = topic;
    }

    /** A line of a job that nothing is special about. */
    public static JobLogLine line(String job, String run, int sequence) {
        return line(job, run, sequence, "info", "line " + sequence, null);
    }

    public static JobLogLine line(
            String job, String run, int sequence, String level, String message, @Nullable String stack) {
        return new JobLogLine(
                job,
                1,
                run,
                sequence,
                "mlp-trainer on node-3",
                level,
                "epoch",
                message,
                stack,
                Instant.parse("2026-03-01T12:00:00Z").plusSeconds(sequence));
    }

    public void write(JobLogLine... lines) {
        for (JobLogLine line : lines) {
            write(line.job(), Json.bytes(line));
        }
    }

    /** Returns once the broker has it. */
    public void write(@Nullable String key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
