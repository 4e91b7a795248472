package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.checkpoint.Safetensors;
import dev.atelier.trainer.checkpoint.Tensor;
import dev.atelier.transfer.backbone.Formula;
import dev.atelier.transfer.backbone.ResNet18;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
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
    void aPickleThatNamesAnotherClassIsRefused() {
        assertThatThrownBy(() -> read(resource("surprise.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("eval")
                .hasMessageContaining("only tensors");
    }

    @Test
    void aTypeThatIsNotReadIsNamed() {
        assertThatThrownBy(() -> read(resource("half.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("tensor half")
                .hasMessageContaining("HalfStorage");
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
    void noDamageDoesMoreThanSayWhy() throws Exception {
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

    @Test
    void otherTensorsThanTheNeededOnesAreNotRead() throws Exception {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.put("fc.weight", Tensor.of(new float[1], 1));
        assertThat(select(saved(tensors))).doesNotContainKey("fc.weight").containsKey("conv1.weight");
    }

    private Path saved(SortedMap<String, Tensor> tensors) throws IOException {
        Path file = folder.resolve("saved.safetensors");
        Safetensors.save(file, tensors);
        return file;
    }

    private static SortedMap<String, Tensor> select(Path file) throws Exception {
        try (FileChannel channel = FileChannel.open(file)) {
            return Expected.select(ResNet18.backbone(), WeightsFile.open(channel), StopSignal.NEVER);
        }
    }

    private static SortedMap<String, Tensor> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            TensorFile opened = WeightsFile.open(channel);
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
