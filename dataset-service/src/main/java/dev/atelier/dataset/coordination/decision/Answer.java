package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import dev.atelier.contracts.message.Traces;
import dev.atelier.dataset.connection.Records;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What a submission is answered with; all of it is written, or none. */
public sealed interface Answer {

    /** The events to write, in this order. */
    List<Event> events();

    /** The jobs that it queues. */
    List<JobQueued> queued();

    /** Requests about jobs and studies from now on, by id; empty where one ends. */
    default Map<String, Optional<JobControl>> controls() {
        return Map.of();
    }

    /** All that is written, as records that are part of the current trace. */
    default List<ProducerRecord<byte[], byte[]>> records() {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        queued().forEach(job -> records.add(Records.job(job)));
        events().forEach(event -> records.add(Records.event(event)));
        records.addAll(Records.controls(controls()));
        records.forEach(record -> Traces.carryOn(record.headers()));
        return records;
    }

    /**
     * @param queued the jobs that are queued, each once
     * @param cancelled rounds that end before the jobs are queued again
     * @param controls requests about jobs and studies from now on, by id
     */
    record Accepted(
            SubmissionAccepted event,
            List<JobQueued> queued,
            List<JobCancelled> cancelled,
            Map<String, Optional<JobControl>> controls)
            implements Answer {
        static Accepted of(
                SubmissionAccepted event,
                Collection<Replacement> replacements,
                Map<String, Optional<JobControl>> ofStudies) {
            Map<String, Optional<JobControl>> controls = new LinkedHashMap<>(ofStudies);
            controls.putAll(Replacement.controls(replacements));
            return new Accepted(event, Replacement.queued(replacements), Replacement.cancelled(replacements), controls);
        }

        @Override
        public List<Event> events() {
            List<Event> events = new ArrayList<>();
            events.add(event);
            events.addAll(cancelled);
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
