package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.message.Traces;
import dev.atelier.dataset.connection.Records;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What was decided; all of it is written, or none. */
public interface Decided {

    /** The events to write, in this order. */
    List<Event> events();

    /** The jobs that it queues, which are among the events; their records in the queues follow in their turn. */
    List<JobQueued> queued();

    /** Requests about jobs and studies from now on, by id; empty where one ends. */
    default Map<String, Optional<JobControl>> controls() {
        return Map.of();
    }

    /** All that is written, as records that are part of the current trace. */
    default List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        events().forEach(event -> records.add(Records.event(event)));
        records.addAll(Records.controls(controls()));
        records.forEach(record -> Traces.carryOn(record.headers()));
        return records;
    }
}
