package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobCancelled;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SearchStarted;
import dev.atelier.contracts.event.SubmissionAccepted;
import dev.atelier.contracts.event.SubmissionRejected;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a submission is answered with. */
public sealed interface Answer extends Decided {

    /**
     * @param search the search that begins or continues
     * @param queued the jobs that are queued, each once
     * @param cancelled rounds that end before the jobs are queued again
     * @param controls requests about jobs and studies from now on, by id
     */
    record Accepted(
            SubmissionAccepted event,
            Optional<SearchStarted> search,
            List<JobQueued> queued,
            List<JobCancelled> cancelled,
            Map<String, Optional<JobControl>> controls)
            implements Answer {
        static Accepted of(
                SubmissionAccepted event,
                Optional<SearchStarted> search,
                Collection<Replacement> replacements,
                Map<String, Optional<JobControl>> ofStudies) {
            Map<String, Optional<JobControl>> controls = new LinkedHashMap<>(ofStudies);
            controls.putAll(Replacement.controls(replacements));
            return new Accepted(
                    event, search, Replacement.queued(replacements), Replacement.cancelled(replacements), controls);
        }

        @Override
        public List<Event> events() {
            List<Event> events = new ArrayList<>();
            events.add(event);
            search.ifPresent(events::add);
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
