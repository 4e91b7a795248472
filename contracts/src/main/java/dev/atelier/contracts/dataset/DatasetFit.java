package dev.atelier.contracts.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.check.Violation;
import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.job.DataSpec;
import dev.atelier.contracts.job.DataSpec.Normalize;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a job does not fit the dataset that it is trained on: more images than there are, or more pixels than one has. */
public final class DatasetFit {
    private DatasetFit() {}

    /** By the job's fields. */
    public static List<Violation> violations(Job job, DatasetManifest manifest) {
        List<Violation> violations = new ArrayList<>();
        addOfImages(job.data(), manifest, violations);
        addOfPixelValues(job.data(), manifest, violations);
        addOfShifts(job, side(job, manifest.shape()), violations);
        violations.addAll(ofLayers(job, manifest.shape()));
        return violations;
    }

    private static void addOfImages(DataSpec data, DatasetManifest manifest, List<Violation> violations) {
        int images = manifest.train().images();
        int validation = data.split().validation();
        if (validation >= images) {
            violations.add(new Violation(
                    "data.split.validation",
                    String.valueOf(validation),
                    "less than the %s of %s".formatted(Counted.of(images, "training image"), manifest.name())));
            return;
        }
        @Nullable Integer limit = data.limit();
        if (limit != null && limit > images - validation) {
            violations.add(new Violation(
                    "data.limit",
                    limit.toString(),
                    "at most %d, which %s leaves after %d for validation"
                            .formatted(images - validation, manifest.name(), validation)));
        }
    }

    private static void addOfPixelValues(DataSpec data, DatasetManifest manifest, List<Violation> violations) {
        if (data.normalize() == Normalize.STANDARDIZE
                && manifest.std().stream().anyMatch(deviation -> !(deviation > 0))) {
            violations.add(new Violation(
                    "data.normalize",
                    "\"" + data.normalize().jsonName() + "\"",
                    "unit or none: the pixels of a channel of " + manifest.name()
                            + " are all the same, so their standard deviation is 0"));
        }
    }

    /** An image that is shifted by its whole side has nothing left of it. */
    private static void addOfShifts(Job job, int side, List<Violation> violations) {
        addOfShift("data.augment.crop", job.data().augment().crop(), side, violations);
        addOfShift("evaluation.shiftAverage", job.evaluation().shiftAverage(), side, violations);
    }

    private static void addOfShift(String field, @Nullable Integer pixels, int side, List<Violation> violations) {
        if (pixels != null && pixels >= side) {
            violations.add(new Violation(
                    field,
                    pixels.toString(),
                    "less than the " + Counted.of(side, "pixel") + " of a side of the images"));
        }
    }

    /**
     * What does not lie within the image that is the input of a layer, by {@link FamilyDescriptor#withinImage}.
     *
     * @param shape of the dataset's images
     */
    public static List<Violation> ofLayers(Job job, ImageShape shape) {
        Map<String, String> fields =
                Families.find(job.family()).map(FamilyDescriptor::withinImage).orElse(Map.of());
        if (fields.isEmpty()) {
            return List.of();
        }
        JsonNode request = Json.tree(job);
        int side = side(job, shape);
        List<Violation> violations = new ArrayList<>();
        fields.forEach((field, layers) -> {
            JsonNode pixels = at(request, field);
            int halvings = Math.max(0, at(request, layers).size() - 1);
            int least = Math.max(1, halvings < Integer.SIZE ? side >> halvings : 0);
            if (pixels.isNumber() && pixels.intValue() > least) {
                violations.add(new Violation(
                        field,
                        pixels.asText(),
                        "at most %d: the input of layer %d of %s has %d × %d pixels where the images have %d × %d"
                                .formatted(least, halvings + 1, layers, least, least, side, side)));
            }
        });
        return violations;
    }

    /** Pixels of the shorter side of the images that a job trains on. */
    private static int side(Job job, ImageShape shape) {
        @Nullable Integer resize = job.data().resize();
        return resize == null ? Math.min(shape.height(), shape.width()) : resize;
    }

    private static JsonNode at(JsonNode document, String path) {
        return document.at("/" + path.replace('.', '/'));
    }
}
