package dev.atelier.dataset.coordination.search;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.json.Json;
import dev.atelier.contracts.study.SearchAudit;
import dev.atelier.dataset.coordination.log.SearchRecords.Found;
import dev.atelier.search.study.RecordedSearch;
import dev.atelier.search.study.SearchVerification;
import dev.atelier.search.study.SearchVerification.Mismatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Computes a search again from the log: each decision from the observations before it, and each observation from the epochs of
 * its job.
 */
public final class SearchAuditor {
    private static final Logger LOG = Logger.getLogger(SearchAuditor.class);

    private static final int MOST_DIFFERENCES = 100;

    private SearchAuditor() {}

    /**
     * Computes everything again.
     *
     * @return nothing where the log has no such search
     */
    public static Optional<SearchAudit> audit(Found found) {
        List<SearchEvent> events = possible(found.events());
        Optional<SearchVerification> verification = SearchVerification.of(events);
        return verification.map(done -> {
            List<String> differences = new ArrayList<>();
            done.mismatch().map(SearchAuditor::sentence).ifPresent(differences::add);
            RecordedSearch search = RecordedSearch.of(events).orElseThrow();
            List<TrialObserved> observed = observations(events);
            for (TrialObserved each : observed) {
                difference(search, each, found.epochs()).ifPresent(differences::add);
            }
            return new SearchAudit(
                    done.decisions(),
                    observed.size(),
                    differences.stream().limit(MOST_DIFFERENCES).toList());
        });
    }

    /** Every reader ignores events that cannot follow on those before them. */
    private static List<SearchEvent> possible(List<SearchEvent> recorded) {
        List<SearchEvent> possible = new ArrayList<>();
        Optional<RecordedSearch> search = Optional.empty();
        for (SearchEvent event : recorded) {
            try {
                search = RecordedSearch.after(search, event);
                possible.add(event);
            } catch (IllegalArgumentException refused) {
                LOG.debugf("An event of %s is ignored: %s", event.study(), refused.getMessage());
            }
        }
        return possible;
    }

    private static List<TrialObserved> observations(List<SearchEvent> events) {
        List<TrialObserved> observed = new ArrayList<>();
        for (SearchEvent event : events) {
            if (event instanceof TrialObserved each) {
                observed.add(each);
            }
        }
        return observed;
    }

    private static String sentence(Mismatch mismatch) {
        return "The decision " + mismatch.recorded().id() + " is " + Json.text(mismatch.recorded()) + "; "
                + (mismatch.expected() == null
                        ? "the search would have waited"
                        : "what follows is " + Json.text(mismatch.expected()));
    }

    /** A training that failed, or was cancelled, has no value, whatever epochs it has. */
    private static Optional<String> difference(
            RecordedSearch search, TrialObserved observed, Map<String, SortedMap<Integer, EpochCompleted>> epochs) {
        if (observed.value() == null) {
            return Optional.empty();
        }
        List<EpochCompleted> all =
                List.copyOf(epochs.getOrDefault(observed.job(), new TreeMap<>()).values());
        ObservedValue computed = search.trials().get(observed.trial()).members().stream()
                .filter(member -> member.job().equals(observed.job()))
                .findFirst()
                .flatMap(member -> TrialJobs.evaluation(
                        search.definition(), search.trials().get(observed.trial()), member.seed()))
                .map(evaluation -> ObservedValue.of(
                        all,
                        observed.epoch(),
                        evaluation,
                        search.definition().objective().metric()))
                .orElse(ObservedValue.NONE);
        return Objects.equals(computed.value(), observed.value())
                ? Optional.empty()
                : Optional.of("The observation " + observed.id() + " is " + observed.value() + "; the epochs of job "
                        + observed.job() + " have " + computed.value());
    }
}
