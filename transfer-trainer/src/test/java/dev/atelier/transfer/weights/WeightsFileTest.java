package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.djl.network.Op;
import dev.atelier.tensor.Tensor;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.trainer.checkpoint.StoredFile;
import dev.atelier.transfer.algorithm.ResNet18;
import dev.atelier.transfer.backbone.Formula;
import dev.atelier.transfer.format.FileFormat;
import dev.atelier.transfer.format.TensorFile;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"small", "module"})
    void pytorchsFileAndSafetensorsHoldEqualTensors(String name) throws Exception {
        SortedMap<String, Tensor> tensors = read(resource(name + ".pth"));
        assertThat(tensors).isEqualTo(read(resource(name + ".safetensors")));
    }

    @Test
    void viewsAreReadByTheirStrides() throws Exception {
        SortedMap<String, Tensor> tensors = read(resource("small.pth"));
        assertThat(tensors.get("part")).isEqualTo(Tensor.of(new float[] {8, 9, 10, 14, 15, 16}, 2, 3));
        assertThat(tensors.get("count")).isEqualTo(Tensor.scalar(7));
    }

    @Test
    void tensorsBesideACallOfPythonsEvalAreReadWithoutIt() throws Exception {
        assertThat(read(resource("surprise.pth"))).isEqualTo(Map.of("a.weight", Tensor.of(new float[2], 2)));
    }

    @Test
    void halfPrecisionIsReadAsSinglePrecision() throws Exception {
        assertThat(read(resource("half.pth"))).isEqualTo(Map.of("half", Tensor.of(new float[2], 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small.pth", "small.safetensors", "module.pth"})
    void noTruncationIsTakenForTheWhole(String name) throws Exception {
        byte[] whole = Files.readAllBytes(resource(name));
        for (int length = 0; length < whole.length; length += 37) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> read(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining(folder.toString());
        }
    }

    @Test
    void noDamageDoesMoreThanReportWhy() throws Exception {
        byte[] whole = Files.readAllBytes(resource("small.pth"));
        for (int at = 0; at < whole.length; at += 5) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x15;
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                read(file);
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aMissingTensorIsNamed() throws Exception {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.remove("layer3.1.bn2.running_mean");
        assertThatThrownBy(() -> select(saved(tensors)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("layer3.1.bn2.running_mean is missing")
                .hasMessageContaining("[256]");
    }

    @Test
    void aMisshapenTensorIsNamedBeforeItIsRead() throws Exception {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.put("conv1.weight", new Tensor.F32(List.of(64, 1, 7, 7), new float[64 * 49]));
        assertThatThrownBy(() -> select(saved(tensors)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("conv1.weight is F32[64, 1, 7, 7]")
                .hasMessageContaining("[64, 3, 7, 7]");
    }

    /** Another type would not make it the right one. */
    @Test
    void aMisshapenTensorOfIntegersIsNotToBeConverted() throws Exception {
        List<Op> network = List.of(new Op.Linear("first", 5, 3));
        Path file = resource("formats/refused/int.pth");
        try (FoundWeights found = FoundWeights.open(file, "mine", () -> {}, StopSignal.NEVER)) {
            assertThatThrownBy(() -> WeightsFile.read(found, network, StopSignal.NEVER))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining("first.weight is I32[3, 2]; expected F32[3, 5]")
                    .hasMessageNotContaining("Python");
        }
    }

    @Test
    void otherTensorsThanTheNeededOnesAreNotRead() throws Exception {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.put("fc.weight", Tensor.of(new float[1], 1));
        assertThat(select(saved(tensors))).doesNotContainKey("fc.weight").containsKey("conv1.weight");
    }

    @Test
    void aStopReachesTheReadingOfTensors() throws Exception {
        List<Op> ops = List.of(new Op.Linear("first", 2, 2), new Op.Linear("second", 2, 2));
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (String name : List.of("first", "second")) {
            tensors.put(name + ".weight", Tensor.of(new float[4], 2, 2));
            tensors.put(name + ".bias", Tensor.of(new float[2], 2));
        }
        try (FoundWeights found = FoundWeights.open(saved(tensors), "mine", () -> {}, StopSignal.NEVER)) {
            assertThat(WeightsFile.read(found, ops, StopSignal.NEVER)).isEqualTo(tensors);
            for (int tensor = 1; tensor <= tensors.size(); tensor++) {
                assertStops(found, ops, tensor);
            }
        }
    }

    @Test
    void aStopReachesTheReadingOfAPickle() throws Exception {
        byte[] endless = "N".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        Path file = folder.resolve("endless.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            ZipEntry entry = new ZipEntry("archive/data.pkl");
            CRC32 sum = new CRC32();
            sum.update(endless);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(endless.length);
            entry.setCrc(sum.getValue());
            zip.putNextEntry(entry);
            zip.write(endless);
        }
        try (FoundWeights found = FoundWeights.open(file, "mine", () -> {}, StopSignal.NEVER)) {
            for (int look = 1; look <= 5; look++) {
                assertStops(found, ResNet18.backbone(), look);
            }
        }
    }

    /** Reads until a look at whether to go on says no. */
    private static void assertStops(FoundWeights found, List<Op> ops, int atLook) {
        var looks = new AtomicInteger();
        assertThatThrownBy(() -> WeightsFile.read(found, ops, () -> {
                    if (looks.incrementAndGet() == atLook) {
                        throw new StoppedException("cancelled");
                    }
                }))
                .isInstanceOf(StoppedException.class)
                .hasMessage("cancelled");
        assertThat(looks).hasValue(atLook);
    }

    private Path saved(SortedMap<String, Tensor> tensors) throws IOException {
        Path file = folder.resolve("saved.safetensors");
        StoredFile.write(file, tensors);
        return file;
    }

    private static SortedMap<String, Tensor> select(Path file) throws Exception {
        try (FileChannel channel = FileChannel.open(file)) {
            return Expected.select(ResNet18.backbone(), FileFormat.open(channel, StopSignal.NEVER), StopSignal.NEVER);
        }
    }

    private static SortedMap<String, Tensor> read(Path file) throws Exception {
        try (FileChannel channel = FileChannel.open(file)) {
            TensorFile opened = FileFormat.open(channel, StopSignal.NEVER);
            SortedMap<String, Tensor> tensors = new TreeMap<>();
            for (String name : opened.tensors().keySet()) {
                tensors.put(name, opened.read(name));
            }
            return tensors;
        }
    }

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(WeightsFileTest.class.getResource("../" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
