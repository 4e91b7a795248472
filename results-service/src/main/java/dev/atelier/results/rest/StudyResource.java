package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.results.rest.filter.StudyParameters;
import dev.atelier.results.rest.label.LabelPatch;
import dev.atelier.results.submission.CurrentLabels;
import dev.atelier.results.submission.Labelled;
import dev.atelier.results.view.Listing;
import dev.atelier.results.view.search.SearchReader;
import dev.atelier.results.view.search.SearchView;
import dev.atelier.results.view.study.StudyReader;
import dev.atelier.results.view.study.StudyView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Studies, their variants over the seeds and their jobs. */
@Path("/api/studies")
@Tag(name = "Studies")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public final class StudyResource {
    private final StudyReader studies;
    private final SearchReader searches;
    private final LabelPatch labels;

    public StudyResource(StudyReader studies, SearchReader searches, LabelPatch labels) {
        this.studies = studies;
        this.searches = searches;
        this.labels = labels;
    }

    @GET
    @Operation(operationId = "listStudies", summary = "Studies")
    public Listing<StudyView.Summary> list(@BeanParam StudyParameters which, @BeanParam PartParameters part) {
        return studies.list(which.filter(part.part()));
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "findStudy", summary = "A study with its variants and jobs")
    public StudyView.Detail find(String id) {
        return studies.find(id).orElseThrow(() -> noSuchStudy(id));
    }

    @PATCH
    @Path("{id}")
    @Consumes({LabelPatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "editStudy",
            summary = "Edit the name, notes and tags of a study, or archive it",
            description = LabelPatch.DESCRIPTION)
    @RequestBody(content = @Content(mediaType = LabelPatch.MEDIA_TYPE, schema = @Schema(type = SchemaType.OBJECT)))
    public CurrentLabels edit(String id, byte[] patch) throws InterruptedException {
        return labels.apply(Labelled.STUDY, id, patch);
    }

    @GET
    @Path("{id}/members")
    @Operation(operationId = "listMembers", summary = "The jobs of a study, in its order")
    public Listing<StudyView.Member> members(String id, @BeanParam PartParameters part) {
        return studies.members(id, part.part()).orElseThrow(() -> noSuchStudy(id));
    }

    @GET
    @Path("{id}/search")
    @Operation(operationId = "findSearch", summary = "The search of a study: its trials and what it observed of them")
    public SearchView search(String id) {
        return searches.find(id)
                .orElseThrow(() -> Refusal.notFound("There is no search of a study '" + id
                        + "'; a study has one where it was" + " submitted with search"));
    }

    private static RuntimeException noSuchStudy(String id) {
        return Refusal.notFound("There is no study '" + id + "'; GET /api/studies lists the studies");
    }
}
