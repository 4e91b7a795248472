package dev.atelier.results.view.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.message.EventCodec;
import dev.atelier.results.sql.Sql;
import dev.atelier.results.view.Reading;
import dev.atelier.search.study.RecordedSearch;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the searches of studies. */
@Singleton
public final class SearchReader {
    private static final String EVENTS =
            "SELECT type, event::text AS event FROM search_events WHERE study = ? ORDER BY log_offset";

    private final Reading reading;

    SearchReader(Reading reading) {
        this.reading = reading;
    }

    /** The search of a study; nothing where it has none. */
    public Optional<SearchView> find(String study) {
        return recorded(study).map(SearchView::of);
    }

    Optional<RecordedSearch> recorded(String study) {
        List<SearchEvent> events = reading.read(connection -> Sql.list(
                connection,
                EVENTS,
                row -> event(row.getColumn("type", String.class), row.getColumn("event", String.class)),
                study));
        return RecordedSearch.of(events);
    }

    private static SearchEvent event(String type, String json) {
        return (SearchEvent) EventCodec.decode(type, json.getBytes(UTF_8))
                .orElseThrow(() -> new IllegalStateException("search_events has an event of the type " + type));
    }
}
