package dev.atelier.results.page.form;

import dev.atelier.access.Refusal;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.submission.RequestRefusedException;
import dev.atelier.results.submission.SubmissionClient;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to cancel, pause or resume a job or a study, as the forms of its page send it. */
public final class ControlForm {
    @FormParam("reason")
    private @Nullable String reason;

    @FormParam("now")
    private @Nullable String now;

    /**
     * Records the request and sends the browser back to the page.
     *
     * @param what {@code cancel}, {@code pause} or {@code resume}
     */
    public Response request(SubmissionClient datasetService, Labelled kind, String id, String what) {
        try {
            datasetService.request(
                    kind,
                    id,
                    now == null ? what : what + "?now=true",
                    Optional.ofNullable(reason).map(String::strip).filter(text -> !text.isEmpty()));
            return Response.seeOther(UriBuilder.fromPath("/{kind}/{id}").build(kind.path(), id))
                    .build();
        } catch (RequestRefusedException e) {
            return Refusal.response(e.status(), String.valueOf(e.getMessage()));
        }
    }
}
