package dev.atelier.results.rest;

import dev.atelier.access.Refusal;
import dev.atelier.contracts.event.JobCompleted.Artifact;
import dev.atelier.results.artifact.ArtifactFiles;
import dev.atelier.results.view.JobDetail;
import dev.atelier.results.view.JobReader;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PathPart;
import org.jspecify.annotations.Nullable;

/** Files of results, whole or in part. Only what lies below the configured folder is ever served. */
@jakarta.ws.rs.Path("/api/jobs/{id}/artifacts/{name}")
@Tag(name = "Jobs")
@Blocking
public final class ArtifactResource {
    private final JobReader jobs;
    private final ArtifactFiles folder;

    public ArtifactResource(JobReader jobs, ArtifactFiles folder) {
        this.jobs = jobs;
        this.folder = folder;
    }

    @GET
    @Operation(operationId = "downloadArtifact", summary = "A file of a job's result, by range if requested")
    @APIResponse(responseCode = "200", description = "The whole file")
    @APIResponse(responseCode = "206", description = "The part of it that Range names")
    @APIResponse(responseCode = "304", description = "It is what If-None-Match names")
    @APIResponse(
            responseCode = "410",
            description = "It was deleted to make room; the reason names the command that restores it")
    @APIResponse(responseCode = "416", description = "The file has no such part")
    public Response download(
            String id,
            @Parameter(description = "Name of the file, as artifacts of the job has it", example = "model.safetensors")
                    String name,
            @HeaderParam("Range") @Nullable String range,
            @HeaderParam("If-Range") @Nullable String ifRange,
            @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
        Artifact artifact = jobs.artifact(id, name)
                .orElseThrow(() -> Refusal.notFound("Job '" + id + "' has no artifact '" + name + "'"));
        String tag = "\"" + artifact.sha256() + "\"";
        if (tag.equals(ifNoneMatch)) {
            return Response.notModified().header(HttpHeaders.ETAG, tag).build();
        }
        Path file = folder.find(artifact).orElseThrow(() -> notHere(id, artifact));
        long size = size(file);
        boolean current = ifRange == null || ifRange.equals(tag);
        return switch (ByteRange.of(Optional.ofNullable(range).filter(header -> current), size)) {
            case ByteRange.Whole whole -> answer(200, tag, name, size, new PathPart(file, 0, size));
            case ByteRange.Partial(ByteRange part) ->
                Response.fromResponse(
                                answer(206, tag, name, part.length(), new PathPart(file, part.first(), part.length())))
                        .header("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + size)
                        .build();
            case ByteRange.Outside outside ->
                Response.fromResponse(Refusal.response(
                                416,
                                "Range is '" + range + "'; expected a range within the " + size + " bytes of the file"))
                        .header("Content-Range", "bytes */" + size)
                        .build();
        };
    }

    private static Response answer(int status, String tag, String name, long length, PathPart part) {
        return Response.status(status)
                .type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.ETAG, tag)
                .header("Accept-Ranges", "bytes")
                .header(HttpHeaders.CONTENT_LENGTH, length)
                .header("X-Content-Type-Options", "nosniff")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + name.replaceAll("[^A-Za-z0-9._-]", "_") + "\"")
                .entity(part)
                .build();
    }

    private RuntimeException notHere(String job, Artifact artifact) {
        return jobs.find(job)
                .flatMap(JobDetail::artifactsDeleted)
                .map(deleted -> Refusal.gone("Artifact '" + artifact.name() + "' is gone: " + deleted.sentence()
                        + "; its metrics are kept, and 'atelier restore " + job + "' trains it again"))
                .orElseGet(() -> elsewhere(artifact));
    }

    private static WebApplicationException elsewhere(Artifact artifact) {
        return Refusal.notFound("Artifact '" + artifact.name() + "' is not in the folder that this service serves; "
                + "it was written to " + artifact.path());
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
