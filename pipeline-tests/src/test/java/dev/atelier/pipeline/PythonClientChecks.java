package dev.atelier.pipeline;

import static dev.atelier.pipeline.PipelineTest.data;
import static dev.atelier.pipeline.PipelineTest.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.contracts.json.Json;
import dev.atelier.stacktesting.RunningStack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clients/python/atelier.py} on results of each family. What needs numpy or torch is skipped where they are not. */
abstract class PythonClientChecks {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CLIENT = ROOT.resolve("clients/python");
    private static final Path SAMPLE = ROOT.resolve("dataset-service/src/main/resources/datasets/fashion-mnist-sample");
    private static final String DATA = "'data': {'dataset': 'fashion-mnist-sample', 'split': {'validation': 300}%s}";
    private static final Pattern SNIPPET = Pattern.compile("```python\n(import atelier\n.*?)```", Pattern.DOTALL);

    private static final Map<String, String> REQUESTS = Map.of(
            "mlp",
            "{'family': 'mlp', " + DATA.formatted("") + ", 'training': {'epochs': 2, 'emaDecay': 0.9},"
                    + " 'evaluation': {'shiftAverage': 1}}",
            "plain mlp",
            "{'family': 'mlp', 'model': {'hidden': [10, 10], 'activation': 'tanh', 'dropout': 0.1}, "
                    + DATA.formatted(", 'normalize': 'none'") + ", 'training': {'epochs': 2}}",
            "plain cnn",
            "{'family': 'cnn', 'model': {'kind': 'plain', 'filters': [4, 8], 'kernel': 4, 'batchNorm': true, 'hidden': [16],"
                    + " 'activation': 'leakyRelu', 'dropout': 0.1}, " + DATA.formatted(", 'normalize': 'unit'")
                    + ", 'training': {'epochs': 2}, 'evaluation': {'flipAverage': true, 'shiftAverage': 2}}",
            "residual cnn",
            "{'family': 'cnn', 'model': {'kind': 'resnet', 'stem': 4, 'widths': [4, 8], 'blocks': [2, 1]}, "
                    + DATA.formatted("") + ", 'training': {'epochs': 2, 'emaDecay': 0.9},"
                    + " 'evaluation': {'flipAverage': true}}",
            "transfer",
            "{'family': 'transfer', 'model': {'weights': {'source': 'scratch'}, 'trainable': 'all', 'hidden': [16]}, "
                    + DATA.formatted(", 'normalize': 'imagenet', 'resize': 32, 'limit': 320")
                    + ", 'training': {'epochs': 1}}");

    @TempDir
    private static Path temporary;

    private static final Map<String, JsonNode> COMPLETED = new TreeMap<>();

    private record PythonOutput(int exitCode, String text) {}

    @BeforeAll
    static void train() {
        assumeTrue(canImport("numpy"), "python3 has no numpy");
        Map<String, String> jobs = new TreeMap<>();
        REQUESTS.forEach((name, request) ->
                jobs.put(name, RunningStack.jobs(stack().submit(request)).getFirst()));
        jobs.forEach((name, job) -> {
            JsonNode end = stack().awaitEnd(job);
            assertThat(end.path("state").asText()).as(end.toString()).isEqualTo("COMPLETED");
            COMPLETED.put(name, end);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "plain mlp", "plain cnn", "residual cnn", "transfer"})
    void numpyComesToTheReportedAccuracy(String name) throws Exception {
        assertSameAccuracy(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mlp", "plain mlp", "plain cnn", "residual cnn", "transfer"})
    void pytorchComesToTheReportedAccuracy(String name) throws Exception {
        assumeTrue(canImport("torch"), "python3 has no torch");
        assertSameAccuracy(name, "--torch");
    }

    /** Not the classes alone: each probability is as close as single precision makes it. */
    @ParameterizedTest
    @ValueSource(strings = {"mlp", "plain mlp", "plain cnn", "residual cnn", "transfer"})
    void theProbabilitiesAreThoseOfTheJob(String name) throws Exception {
        PythonOutput differences = python(
                "-c",
                """
                import sys, numpy, atelier
                folder, images = sys.argv[1:]
                stored = atelier.read_safetensors(folder + "/predictions.safetensors")["probabilities"]
                print(abs(atelier.load(folder).predict(atelier.load_idx(images)) - stored).max())
                """,
                folder(name).toString(),
                SAMPLE.resolve("t10k-images-idx3-ubyte.gz").toString());
        assertThat(differences.exitCode()).as(differences.text()).isZero();
        assertThat(Double.parseDouble(differences.text().strip())).isLessThan(1e-4);
    }

    @Test
    void anotherAccuracyThanTheReportedOneIsAnError() throws Exception {
        Path copy = Files.createDirectories(temporary.resolve("another"));
        Files.copy(folder("mlp").resolve("model.safetensors"), copy.resolve("model.safetensors"));
        ObjectNode description = (ObjectNode)
                Json.MAPPER.readTree(Files.readAllBytes(folder("mlp").resolve("model.json")));
        assertThat(description.path("format").asInt()).isEqualTo(2);
        ((ObjectNode) description.path("metrics")).put("testAccuracy", 0.123456);
        Files.write(copy.resolve("model.json"), Json.bytes(description));

        PythonOutput evaluated = evaluate(copy);

        assertThat(evaluated.exitCode()).as(evaluated.text()).isEqualTo(1);
        assertThat(evaluated.text()).contains("reported 0.123456");
    }

    @Test
    void aPerceptronOfTheFirstLayoutIsTheSameNetwork() throws Exception {
        PythonOutput compared = python(
                "-c",
                """
                import json, pathlib, struct, sys, numpy, atelier
                new, old = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
                old.mkdir()
                description = json.loads((new / "model.json").read_text())
                del description["format"]
                (old / "model.json").write_text(json.dumps(description))
                names, header, data = {"hidden1": 0, "hidden2": 1, "output": 2}, {}, b""
                for name, values in atelier.read_safetensors(new / "model.safetensors").items():
                    layer, kind = name.split(".")
                    turned = values.T
                    raw = turned.tobytes()
                    header[f"layers.{names[layer]}.{kind}"] = {
                        "dtype": "F32", "shape": turned.shape, "data_offsets": [len(data), len(data) + len(raw)]}
                    data += raw
                text = json.dumps(header).encode()
                (old / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
                images = atelier.load_idx(sys.argv[3])
                assert (atelier.load(old).predict(images) == atelier.load(new).predict(images)).all()
                """,
                folder("plain mlp").toString(),
                temporary.resolve("first-layout").toString(),
                SAMPLE.resolve("t10k-images-idx3-ubyte.gz").toString());
        assertThat(compared.exitCode()).as(compared.text()).isZero();
    }

    /** What the documentation shows, as it stands there. */
    @Test
    void theDocumentedSequentialIsTheNetwork() throws Exception {
        assumeTrue(canImport("torch"), "python3 has no torch");
        Matcher snippet = SNIPPET.matcher(Files.readString(ROOT.resolve("docs/jobs-and-studies.md")));
        assertThat(snippet.find()).isTrue();
        PythonOutput compared = python(
                "-c",
                "folder, images = __import__('sys').argv[1:]\n" + snippet.group(1) + """
                import numpy
                bytes_of_images = atelier.load_idx(images)
                wanted = atelier.load(folder).logits(bytes_of_images)
                normalised = torch.from_numpy(atelier.load(folder)._normalized(bytes_of_images[:, None]))
                assert abs(network(normalised).detach().numpy() - wanted).max() < 1e-4
                """,
                folder("mlp").toString(),
                SAMPLE.resolve("t10k-images-idx3-ubyte.gz").toString());
        assertThat(compared.exitCode()).as(compared.text()).isZero();
    }

    @Test
    void whatCannotBeReadIsReportedInASentence() throws Exception {
        PythonOutput none = evaluate(temporary.resolve("nowhere"));
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.text())
                .startsWith(
                        "atelier.py: " + temporary.resolve("nowhere") + " has no model.json; expected the folder of")
                .doesNotContain("Traceback", "Errno");
        Path images = SAMPLE.resolve("t10k-images-idx3-ubyte.gz");
        Path labels = SAMPLE.resolve("t10k-labels-idx1-ubyte.gz");
        assertReported(folder("mlp"), labels, "expected images, [n, height, width]");
        assertReported(folder("mlp"), temporary.resolve("no-images"), "no-images cannot be read: No such file");
        PythonOutput imagesTwice = python(
                CLIENT.resolve("atelier.py").toString(),
                folder("mlp").toString(),
                "--images",
                images.toString(),
                "--labels",
                images.toString());
        assertThat(imagesTwice.exitCode()).isEqualTo(2);
        assertThat(imagesTwice.text()).contains("expected labels, [n]; is it a file of images?");
        PythonOutput swapped = python(
                CLIENT.resolve("atelier.py").toString(),
                folder("mlp").toString(),
                "--images",
                SAMPLE.resolve("t10k-images-idx3-ubyte.gz").toString(),
                "--labels",
                SAMPLE.resolve("train-labels-idx1-ubyte.gz").toString());
        assertThat(swapped.exitCode()).isEqualTo(2);
        assertThat(swapped.text()).contains("labels; expected ").doesNotContain("Traceback");
    }

    @Test
    void damagedImagesAndModelsAreReportedInASentence() throws Exception {
        byte[] images = Files.readAllBytes(SAMPLE.resolve("t10k-images-idx3-ubyte.gz"));
        byte[] flipped = images.clone();
        flipped[images.length / 2] ^= 0x55;
        Map<String, byte[]> files = Map.of(
                "is cut off, or damaged",
                Arrays.copyOf(images, images.length / 2),
                "images.gz is cut off, or damaged",
                flipped,
                "has no images",
                new byte[] {0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28},
                "is not an IDX file",
                "<html>".getBytes(StandardCharsets.UTF_8));
        for (var file : files.entrySet()) {
            Path damaged = Files.write(temporary.resolve("images.gz"), file.getValue());
            assertReported(folder("mlp"), damaged, file.getKey());
        }
        for (String description : List.of("[]", "{}", "{\"family\": \"mlp\"}", "null")) {
            Path folder = Files.createDirectories(temporary.resolve("no-model"));
            Files.writeString(folder.resolve("model.json"), description);
            assertReported(folder, SAMPLE.resolve("t10k-images-idx3-ubyte.gz"), "model.json does not describe a model");
        }
    }

    @Test
    void damagedWeightsAreReportedInASentence() throws Exception {
        Path images = SAMPLE.resolve("t10k-images-idx3-ubyte.gz");
        byte[] whole = Files.readAllBytes(folder("mlp").resolve("model.safetensors"));
        Path damaged = Files.createDirectories(temporary.resolve("damaged"));
        Path file = damaged.resolve("model.safetensors");
        Files.copy(folder("mlp").resolve("model.json"), damaged.resolve("model.json"));

        Files.write(file, Arrays.copyOf(whole, whole.length - 5));
        assertReported(damaged, images, file + " is cut off: tensor ");
        Files.write(file, Arrays.copyOf(whole, 20));
        assertReported(damaged, images, file + " is not a safetensors file, or is cut off");
        Files.write(file, safetensors("{}      "));
        assertReported(damaged, images, "model.safetensors has no tensor hidden1.weight");
        Map<String, String> entries = Map.of(
                "'dtype': 'F32', 'shape': [1], 'data_offsets': ['0', '4']", "is cut off: tensor a ends at byte 4",
                "'dtype': 'F32', 'shape': [1], 'data_offsets': ['x', 4]", "does not describe its tensor a",
                "'dtype': 'F32', 'shape': [1], 'data_offsets': [0]", "does not describe its tensor a",
                "'dtype': 'F32', 'shape': [1], 'data_offsets': [null, 4]", "does not describe its tensor a",
                "'dtype': ['F32'], 'shape': [1], 'data_offsets': [0, 4]",
                        "tensor a has the type ['F32']; expected one of",
                "'dtype': 'F32', 'shape': [Infinity], 'data_offsets': [0, 4]", "does not describe its tensor a",
                "'dtype': 'F32', 'shape': 1, 'data_offsets': [0, 4]", "does not describe its tensor a");
        for (var entry : entries.entrySet()) {
            Files.write(
                    file, safetensors("{'a': {%s}}".formatted(entry.getKey()).replace('\'', '"')));
            assertReported(damaged, images, entry.getValue());
        }
        Files.writeString(damaged.resolve("model.json"), "{\"family\": ");
        assertReported(damaged, images, "model.json is cut off, or damaged");
    }

    /** A file of this header, without data. */
    private static byte[] safetensors(String header) {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private static void assertReported(Path folder, Path images, String what) throws Exception {
        PythonOutput output =
                python(CLIENT.resolve("atelier.py").toString(), folder.toString(), "--images", images.toString());
        assertThat(output.exitCode()).as(output.text()).isEqualTo(2);
        assertThat(output.text()).startsWith("atelier.py: ").contains(what).doesNotContain("Traceback", "Errno");
    }

    private static void assertSameAccuracy(String name, String... options) throws Exception {
        PythonOutput evaluated = evaluate(folder(name), options);
        assertThat(evaluated.exitCode()).as(evaluated.text()).isZero();
        assertThat(evaluated.text())
                .contains("reported " + COMPLETED.get(name).path("testAccuracy").asText());
    }

    private static PythonOutput evaluate(Path folder, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                CLIENT.resolve("atelier.py").toString(),
                folder.toString(),
                "--images",
                SAMPLE.resolve("t10k-images-idx3-ubyte.gz").toString(),
                "--labels",
                SAMPLE.resolve("t10k-labels-idx1-ubyte.gz").toString()));
        arguments.addAll(List.of(options));
        return python(arguments.toArray(String[]::new));
    }

    private static Path folder(String name) {
        return data().resolve("data/artifacts/jobs")
                .resolve(COMPLETED.get(name).path("id").asText());
    }

    private static boolean canImport(String module) {
        try {
            return python("-c", "import " + module).exitCode() == 0;
        } catch (IOException noPython) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static PythonOutput python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-W", "ignore"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", CLIENT.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new PythonOutput(process.waitFor(), text);
    }
}
