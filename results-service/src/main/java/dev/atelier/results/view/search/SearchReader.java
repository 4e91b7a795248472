package dev.atelier.results.view.search;

import dev.atelier.results.store.SubmissionTables;
import dev.atelier.results.view.Reading;
import dev.atelier.search.study.RecordedSearch;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the searches of studies. */
@Singleton
public final class SearchReader {
    private final Reading reading;

    SearchReader(Reading reading) {
        this.reading = reading;
    }

    /** The search of a study; nothing where it has none. */
    public Optional<SearchView> find(String study) {
        return recorded(study).map(SearchView::of);
    }

    private Optional<RecordedSearch> recorded(String study) {
        return Optional.ofNullable(reading.read(connection -> SubmissionTables.searches(connection, List.of(study)))
                .get(study));
    }
}
