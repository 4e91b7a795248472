package dev.atelier.dataset.submission;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.tracing.Traces;
import dev.atelier.dataset.ledger.Records;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a submission is answered with; all of it is written, or none. */
sealed interface Answer {

    /** The events to write, in this order. */
    List<Event> events();

    /** The jobs that it queues. */
    List<JobQueued> queued();

    /** All that is written, as records that are part of the current trace. */
    default List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        queued().forEach(job -> records.add(Records.job(job)));
        events().forEach(event -> records.add(Records.event(event)));
        records.forEach(record -> Traces.carryOn(record.headers()));
        return records;
    }

    /** @param queued the jobs that are new, each once */
    record Accepted(SubmissionAccepted event, List<JobQueued> queued) implements Answer {
        @Override
        public List<Event> events() {
            List<Event> events = new ArrayList<>();
            events.add(event);
            events.addAll(queued);
            return events;
        }
    }

    record Rejected(SubmissionRejected event) implements Answer {
        @Override
        public List<JobQueued> queued() {
            return List.of();
        }

        @Override
        public List<Event> events() {
            return List.of(event);
        }
    }
}
