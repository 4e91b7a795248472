package dev.atelier.results.ingest.batch;

import dev.atelier.contracts.event.Event;
import dev.atelier.results.projection.SetAside;
import java.util.ArrayList;
import java.util.List;

/**
 * The outcome of a batch of records.
 *
 * @param events the events that were applied, whether or not they changed anything
 * @param unknownTypes the types of records that this version does not know
 * @param setAside the records that were set aside, of the log and, as services report, of other topics
 */
public record Projected(List<Event> events, List<String> unknownTypes, List<SetAside> setAside) {
    public Projected {
        events = List.copyOf(events);
        unknownTypes = List.copyOf(unknownTypes);
        setAside = List.copyOf(setAside);
    }

    Projected and(Projected other) {
        List<Event> allEvents = new ArrayList<>(events);
        allEvents.addAll(other.events);
        List<String> allUnknown = new ArrayList<>(unknownTypes);
        allUnknown.addAll(other.unknownTypes);
        List<SetAside> allSetAside = new ArrayList<>(setAside);
        allSetAside.addAll(other.setAside);
        return new Projected(allEvents, allUnknown, allSetAside);
    }
}
