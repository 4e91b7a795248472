package dev.atelier.pipeline.faults;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.job.Job;
import dev.atelier.contracts.json.Json;
import java.util.List;

/**
 * One of the few requests that the workload asks for again and again, so that the digest of each is known from a run that
 * nothing disturbed.
 *
 * @param widths of the hidden layers of an MLP, filters of a CNN's
 * @param images training images used
 */
record SmallJob(String family, List<Integer> widths, double dropout, int images, int epochs, int batchSize, int seed) {
    /** Those that end within a second or two. */
    static final List<SmallJob> SHORT = List.of(
            new SmallJob("mlp", List.of(16), 0, 100, 1, 16, 1),
            new SmallJob("mlp", List.of(16), 0.2, 200, 2, 16, 2),
            new SmallJob("mlp", List.of(32), 0, 300, 3, 32, 3),
            new SmallJob("mlp", List.of(24, 16), 0.1, 500, 5, 32, 4));

    /** Those that a fault finds in the middle of their work. */
    static final List<SmallJob> LONG = List.of(
            new SmallJob("mlp", List.of(64), 0.2, 500, 60, 8, 5),
            new SmallJob("mlp", List.of(48, 32), 0.3, 500, 100, 8, 6));

    /** Those for a CNN trainer: one that ends soon, and one that does not. */
    static final List<SmallJob> CONVOLUTIONAL = List.of(
            new SmallJob("cnn", List.of(4), 0.1, 200, 2, 20, 8),
            new SmallJob("cnn", List.of(4, 8), 0.2, 400, 15, 20, 9));

    /** One that nobody waits for. */
    static final SmallJob ENDLESS = new SmallJob("mlp", List.of(64), 0, 500, 5_000, 8, 7);

    /** As somebody submits it. */
    ObjectNode request(String name) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.put("name", name);
        request.put("family", family);
        request.put("seed", seed);
        ObjectNode data = request.putObject("data");
        data.put("dataset", "fashion-mnist-sample");
        data.put("limit", images);
        data.putObject("split").put("validation", 200);
        ObjectNode model = request.putObject("model");
        ArrayNode layers = model.putArray(family.equals("cnn") ? "filters" : "hidden");
        widths.forEach(layers::add);
        model.put("dropout", dropout);
        request.putObject("training").put("epochs", epochs).put("batchSize", batchSize);
        ObjectNode runtime = request.putObject("runtime").put("threads", 1);
        if (family.equals("cnn")) {
            runtime.put("device", "cpu");
        }
        return request;
    }

    /** A study of this job with this many seeds, beginning with its own; only the first has a known digest. */
    ObjectNode study(String name, int seeds) {
        ObjectNode base = request(name);
        base.remove(List.of("name", "seed"));
        ObjectNode study = Json.MAPPER.createObjectNode();
        study.put("study", name);
        study.set("base", base);
        ArrayNode all = study.putArray("seeds");
        for (int i = 0; i < seeds; i++) {
            all.add(seed + i);
        }
        return study;
    }

    /** What decides a job's result, as text: the same for equal jobs. */
    static String identity(Job job) {
        ObjectNode request = (ObjectNode) Json.tree(job);
        request.remove(List.of("name", "tags"));
        return Json.text(request);
    }
}
