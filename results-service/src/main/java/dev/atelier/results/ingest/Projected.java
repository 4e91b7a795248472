package dev.atelier.results.ingest;

import dev.atelier.contracts.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a batch of records.
 *
 * @param events the events that were applied, whether or not they changed anything
 * @param unknownTypes the types of records that this version does not know
 * @param deadLetters how many records could not be read or stored
 */
public record Projected(List<Event> events, List<String> unknownTypes, int deadLetters) {
    public Projected {
        events = List.copyOf(events);
        unknownTypes = List.copyOf(unknownTypes);
    }

    static Projected none() {
        return new Projected(List.of(), List.of(), 0);
    }

    Projected and(Projected other) {
        List<Event> allEvents = new ArrayList<>(events);
        allEvents.addAll(other.events);
        List<String> allUnknown = new ArrayList<>(unknownTypes);
        allUnknown.addAll(other.unknownTypes);
        return new Projected(allEvents, allUnknown, deadLetters + other.deadLetters);
    }
}
