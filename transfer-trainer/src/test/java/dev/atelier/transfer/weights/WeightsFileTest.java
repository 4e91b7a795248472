package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.trainer.checkpoint.Safetensors;
import dev.atelier.trainer.checkpoint.Tensor;
import dev.atelier.transfer.backbone.Formula;
import dev.atelier.transfer.backbone.ResNet18;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
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
        SortedMap<String, Tensor> tensors = WeightsFile.read(resource(name + ".pth"));
        assertThat(tensors).isEqualTo(WeightsFile.read(resource(name + ".safetensors")));
    }

    @Test
    void viewsAreReadByTheirStrides() throws Exception {
        SortedMap<String, Tensor> tensors = WeightsFile.read(resource("small.pth"));
        assertThat(tensors.get("part")).isEqualTo(Tensor.of(new float[] {8, 9, 10, 14, 15, 16}, 2, 3));
        assertThat(tensors.get("count")).isEqualTo(Tensor.scalar(7));
    }

    @Test
    void aPickleThatNamesAnotherClassIsRefused() {
        assertThatThrownBy(() -> WeightsFile.read(resource("surprise.pth")))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("surprise.pth")
                .hasMessageContaining("eval")
                .hasMessageContaining("only tensors");
    }

    @Test
    void aTypeThatIsNotReadIsNamed() {
        assertThatThrownBy(() -> WeightsFile.read(resource("half.pth")))
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
            assertThatThrownBy(() -> WeightsFile.read(cut))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageContaining(cut.toString());
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
                WeightsFile.read(file);
            } catch (WeightsException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void aMissingTensorIsNamed() {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.remove("layer3.1.bn2.running_mean");
        assertThatThrownBy(() -> Expected.select(ResNet18.backbone(), tensors))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("layer3.1.bn2.running_mean is missing")
                .hasMessageContaining("[256]");
    }

    @Test
    void aMisshapenTensorIsNamed() {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.put("conv1.weight", new Tensor.F32(List.of(64, 1, 7, 7), new float[64 * 49]));
        assertThatThrownBy(() -> Expected.select(ResNet18.backbone(), tensors))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("conv1.weight is F32[64, 1, 7, 7]")
                .hasMessageContaining("[64, 3, 7, 7]");
    }

    @Test
    void otherTensorsThanTheNeededOnesDoNoHarm() throws Exception {
        SortedMap<String, Tensor> tensors = Formula.weights(ResNet18.backbone());
        tensors.put("fc.weight", Tensor.of(new float[1], 1));
        Path file = folder.resolve("more.safetensors");
        Safetensors.save(file, tensors);
        assertThat(Expected.select(ResNet18.backbone(), WeightsFile.read(file))).doesNotContainKey("fc.weight");
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
