package dev.atelier.dataset.coordination.decision;

import dev.atelier.contracts.control.JobControl;
import dev.atelier.contracts.event.Event;
import dev.atelier.contracts.event.JobQueued;
import dev.atelier.contracts.event.SearchEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search observed and decided.
 *
 * @param entries of its record, in their order
 * @param replacements the jobs that it queues
 */
record SearchSteps(List<SearchEvent> entries, Collection<Replacement> replacements) implements Decided {
    @Override
    public List<JobQueued> queued() {
        return Replacement.queued(replacements);
    }

    @Override
    public List<Event> events() {
        List<Event> events = new ArrayList<>(entries);
        events.addAll(Replacement.cancelled(replacements));
        events.addAll(queued());
        return events;
    }

    @Override
    public Map<String, Optional<JobControl>> controls() {
        return Replacement.controls(replacements);
    }
}
