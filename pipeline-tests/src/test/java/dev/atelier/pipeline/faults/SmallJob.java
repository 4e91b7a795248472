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
 * @param images training images used
 */
record SmallJob(List<Integer> hidden, double dropout, int images, int epochs, int batchSize, int seed) {
    /** Those that end within a second or two. */
    static final List<SmallJob> SHORT = List.of(
            new SmallJob(List.of(16), 0, 100, 1, 16, 1),
            new SmallJob(List.of(16), 0.2, 200, 2, 16, 2),
            new SmallJob(List.of(32), 0, 300, 3, 32, 3),
            new SmallJob(List.of(24, 16), 0.1, 500, 5, 32, 4));

    /** Those that a fault finds in the middle of their work. */
    static final List<SmallJob> LONG =
            List.of(new SmallJob(List.of(64), 0.2, 500, 60, 8, 5), new SmallJob(List.of(48, 32), 0.3, 500, 100, 8, 6));

    /** One that nobody waits for. */
    static final SmallJob ENDLESS = new SmallJob(List.of(64), 0, 500, 5_000, 8, 7);

    /** As somebody submits it. */
    ObjectNode request(String name) {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.put("name", name);
        request.put("family", "mlp");
        request.put("seed", seed);
        ObjectNode data = request.putObject("data");
        data.put("dataset", "fashion-mnist-sample");
        data.put("limit", images);
        data.putObject("split").put("validation", 200);
        ObjectNode model = request.putObject("model");
        ArrayNode widths = model.putArray("hidden");
        hidden.forEach(widths::add);
        model.put("dropout", dropout);
        request.putObject("training").put("epochs", epochs).put("batchSize", batchSize);
        request.putObject("runtime").put("threads", 1);
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
