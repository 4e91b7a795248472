package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.study.StudyReader;
import dev.atelier.results.view.study.StudyView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Studies, their variants over the seeds and their jobs. */
@Path("/api/studies")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class StudyResource {
    private final StudyReader studies;

    public StudyResource(StudyReader studies) {
        this.studies = studies;
    }

    @GET
    @Operation(summary = "Studies, the latest first")
    public Listing<StudyView.Summary> list(@BeanParam PartParameters part) {
        return studies.list(part.part());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A study with its variants and jobs")
    public StudyView.Detail find(String id) {
        return studies.find(id).orElseThrow(() -> noSuchStudy(id));
    }

    @GET
    @Path("{id}/members")
    @Operation(summary = "The jobs of a study, in its order")
    public Listing<StudyView.Member> members(String id, @BeanParam PartParameters part) {
        return studies.members(id, part.part()).orElseThrow(() -> noSuchStudy(id));
    }

    private static RuntimeException noSuchStudy(String id) {
        return Refusal.notFound("There is no study '" + id + "'; GET /api/studies lists the studies");
    }
}
