package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.ingest.RebuildFailedException;
import dev.atelier.results.submission.RequestRefusedException;
import dev.atelier.results.view.Reading.DatabaseAwayException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures as sentences. */
final class FailureMappers {

    @ServerExceptionMapper
    Response databaseAway(DatabaseAwayException failure) {
        return Refusal.response(503, String.valueOf(failure.getMessage()));
    }

    @ServerExceptionMapper
    Response requestRefused(RequestRefusedException failure) {
        return Refusal.response(failure.status(), String.valueOf(failure.getMessage()));
    }

    @ServerExceptionMapper
    Response rebuildFailed(RebuildFailedException failure) {
        return Refusal.response(503, String.valueOf(failure.getMessage()));
    }
}
