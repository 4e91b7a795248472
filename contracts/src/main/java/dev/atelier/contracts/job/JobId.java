package dev.atelier.contracts.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.Sha256;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.Family;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a job: a digest of what decides its result. The same request on the same data by the same version of the
 * platform is the same job, however often it is submitted; its name, tags and priority do not matter, nor the place of a file whose
 * digest the model names, nor fields that have no influence by the descriptor of the family. Where a job cannot join another
 * that takes the same files from other places, the places are part of its id ({@link #ofSources}).
 */
public final class JobId {
    private static final int LENGTH = 20;
    private static final String DIGEST = "sha256";
    private static final String SOURCE = "source";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{" + LENGTH + "}");

    private JobId() {}

    /** Whether a text can be the id of a job. Nothing else is ever made part of a path or a file's name. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * The text itself, where it can be the id of a job.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static String require(String text) {
        if (!isValid(text)) {
            throw new IllegalArgumentException("job is '" + (text.length() > 60 ? text.substring(0, 60) + "…" : text)
                    + "'; expected " + LENGTH + " hexadecimal digits in lower case");
        }
        return text;
    }

    /**
     * Derives the id: the first 80 bits of SHA-256, in hexadecimal.
     *
     * @param datasetDigest digest of the dataset's content
     * @param platformVersion version of Atelier that resolves the job
     * @param nonce makes another job of the same request, to train again what has a result
     */
    public static String of(Job job, String datasetDigest, String platformVersion, Optional<String> nonce) {
        return digest(identity(job), datasetDigest, platformVersion, nonce);
    }

    /**
     * Derives the id of a job that is trained on its own, because another of the id {@link #of} takes the same files from
     * other sources and may not find them: in this id the sources count too.
     */
    public static String ofSources(Job job, String datasetDigest, String platformVersion, Optional<String> nonce) {
        return digest(withSources(job), datasetDigest, platformVersion, nonce);
    }

    /** Whether two jobs of one id also take their files from the same sources, so that both can run or neither can. */
    public static boolean haveSameSources(Job one, Job other) {
        return withSources(one).equals(withSources(other));
    }

    private static String digest(
            ObjectNode request, String datasetDigest, String platformVersion, Optional<String> nonce) {
        ObjectNode identity = Json.MAPPER.createObjectNode();
        identity.put("dataset", datasetDigest);
        nonce.ifPresent(value -> identity.put("nonce", value));
        identity.put("platform", platformVersion);
        identity.set("request", request);
        return Sha256.of(Json.bytes(canonical(identity))).substring(0, LENGTH);
    }

    /** What of a job's request decides its result: two jobs with the same one, on the same data, are the same job. */
    public static ObjectNode identity(Job job) {
        ObjectNode request = withSources(job);
        identifyByContent(request.path("model"));
        return request;
    }

    private static ObjectNode withSources(Job job) {
        ObjectNode request = ((ObjectNode) Json.tree(job)).deepCopy();
        request.remove("name");
        request.remove("tags");
        request.remove("priority");
        omitWithoutInfluence(job.family(), request);
        return request;
    }

    /** A file whose digest the model names is the same file wherever it lies. */
    private static void identifyByContent(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(DIGEST).isTextual()) {
            object.remove(SOURCE);
        }
        node.forEach(JobId::identifyByContent);
    }

    /** Fields that have no influence on the results of the family are replaced by a fixed value. */
    private static void omitWithoutInfluence(Family family, ObjectNode request) {
        Families.find(family)
                .map(FamilyDescriptor::withoutInfluence)
                .orElse(Map.of())
                .forEach((path, value) -> {
                    int dot = path.lastIndexOf('.');
                    JsonNode parent = request.at(
                            dot < 0 ? "" : "/" + path.substring(0, dot).replace('.', '/'));
                    if (parent instanceof ObjectNode object) {
                        object.replace(path.substring(dot + 1), value);
                    }
                });
    }

    /** A tree keeps its members in the order in which they were put; maps are written in alphabetical order. */
    private static Map<?, ?> canonical(ObjectNode node) {
        return Json.MAPPER.convertValue(node, Map.class);
    }
}
