package dev.atelier.results.page.form;

import dev.atelier.access.Refusal;
import dev.atelier.results.submission.RequestRefusedException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cancellation requests, as forms send them. */
public final class CancellationForm {
    private CancellationForm() {}

    /**
     * Records a request and sends the browser back.
     *
     * @param reason why, as it was written
     * @param back the page that the request came from
     */
    public static Response of(Consumer<Optional<String>> record, @Nullable String reason, URI back) {
        try {
            record.accept(Optional.ofNullable(reason).map(String::strip).filter(text -> !text.isEmpty()));
            return Response.seeOther(back).build();
        } catch (RequestRefusedException e) {
            return Refusal.response(e.status(), String.valueOf(e.getMessage()));
        }
    }
}
