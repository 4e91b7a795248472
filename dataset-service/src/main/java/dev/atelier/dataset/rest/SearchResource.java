package dev.atelier.dataset.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.event.SubmissionAccepted.Member;
import dev.atelier.contracts.study.SearchAudit;
import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.coordination.ledger.Ledger;
import dev.atelier.dataset.coordination.log.SearchRecords;
import dev.atelier.dataset.coordination.search.SearchAuditor;
import dev.atelier.search.study.RecordedSearch;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Searches: whether what they decided follows from the log. */
@Path("/api/studies/{id}/search/verification")
@Produces(MediaType.APPLICATION_JSON)
public class SearchResource {
    private static final int OK = 200;

    private final Ledger ledger;
    private final SearchRecords records;

    @Inject
    SearchResource(Ledger ledger, KafkaConnection kafka) {
        this.ledger = ledger;
        this.records = new SearchRecords(kafka);
    }

    /** Computes every decision of a search again, from the beginning of the log. */
    @GET
    @Blocking
    public Response verify(@PathParam("id") String id) throws InterruptedException {
        Optional<RecordedSearch> search = ledger.search(id);
        Optional<SearchAudit> audit =
                search.isEmpty() ? Optional.empty() : SearchAuditor.audit(records.read(id, jobs(search.get())));
        return audit.map(found -> Responses.json(OK, found))
                .orElseGet(() -> Refusal.response(Responses.NOT_FOUND, "There is no search of a study '" + id + "'"));
    }

    private static Set<String> jobs(RecordedSearch search) {
        return search.members().stream().map(Member::job).collect(Collectors.toSet());
    }
}
