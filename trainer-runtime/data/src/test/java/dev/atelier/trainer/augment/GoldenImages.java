package dev.atelier.trainer.augment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Golden files of images, one JSON object a line, and the image that the scripts that made them start from. */
final class GoldenImages {
    private GoldenImages() {}

    static List<JsonNode> lines(String resource) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(GoldenImages.class.getResourceAsStream(resource)), StandardCharsets.UTF_8))) {
            List<JsonNode> goldens = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                goldens.add(Json.MAPPER.readTree(line));
            }
            return goldens;
        }
    }

    static ImageShape shape(JsonNode golden) {
        return new ImageShape(
                golden.get("channels").intValue(),
                golden.get("height").intValue(),
                golden.get("width").intValue());
    }

    static byte[] image(ImageShape shape) {
        byte[] pixels = new byte[shape.bytes()];
        int i = 0;
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < shape.height(); y++) {
                for (int x = 0; x < shape.width(); x++) {
                    pixels[i++] = (byte) (37 * x + 91 * y + 13 * x * y + 53 * c);
                }
            }
        }
        return pixels;
    }
}
