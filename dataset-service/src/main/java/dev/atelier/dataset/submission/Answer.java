package dev.atelier.dataset.submission;

import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import java.util.ArrayList;
import java.util.List;

/** What a submission is answered with; all of it is written, or none. */
sealed interface Answer {

    /** The events to write, in this order. */
    List<Event> events();

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
        public List<Event> events() {
            return List.of(event);
        }
    }
}
