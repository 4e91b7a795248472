package dev.atelier.dataset.coordination.search;

import dev.atelier.contracts.event.EpochCompleted;
import dev.atelier.contracts.event.SearchEvent;
import dev.atelier.contracts.event.TrialObserved;
import dev.atelier.contracts.json.Json;
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

/**
 * Whether everything that a search decided follows from the log: each decision is computed again from the observations before
 * it, and each observation from the epochs of its job.
 *
 * @param decisions how many were computed again
 * @param observations how many were
 * @param differences what is not as it was recorded, in sentences
 */
public record SearchAudit(int decisions, int observations, List<String> differences) {
    public SearchAudit {
        differences = List.copyOf(differences);
    }

    /**
     * Computes everything again.
     *
     * @return nothing where the log has no such search
     */
    public static Optional<SearchAudit> of(Found found) {
        Optional<SearchVerification> verification = SearchVerification.of(found.events());
        return verification.map(done -> {
            List<String> differences = new ArrayList<>();
            done.mismatch().map(SearchAudit::sentence).ifPresent(differences::add);
            RecordedSearch search = RecordedSearch.of(found.events()).orElseThrow();
            List<TrialObserved> observed = observations(found.events());
            for (TrialObserved each : observed) {
                difference(search, each, found.epochs()).ifPresent(differences::add);
            }
            return new SearchAudit(done.decisions(), observed.size(), differences);
        });
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
                .flatMap(member -> TrialJobs.of(
                        search.definition(),
                        observed.trial(),
                        search.trials().get(observed.trial()).parameters(),
                        member.seed()))
                .map(job -> ObservedValue.of(
                        all,
                        observed.epoch(),
                        job.evaluation(),
                        search.definition().objective().metric()))
                .orElse(ObservedValue.NONE);
        return Objects.equals(computed.value(), observed.value())
                ? Optional.empty()
                : Optional.of("The observation " + observed.id() + " is " + observed.value() + "; the epochs of job "
                        + observed.job() + " have " + computed.value());
    }
}
