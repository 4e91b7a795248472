package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.atelier.tensor.Safetensors;
import dev.atelier.tensor.Tensor;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One network in every way in which PyTorch and others save it: the files of {@code formats}, which {@code
 * src/test/python/formats.py} wrote.
 */
class WeightsFormatsTest {
    private static final float AVERAGED = 32;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("weights")
    void everyFileOfTheNetworkIsRead(String name) throws Exception {
        assertThat(WeightsFormats.read(WeightsFormats.resource("weights/" + name)))
                .isEqualTo(expected(0));
    }

    @ParameterizedTest
    @MethodSource("averaged")
    void averagedWeightsCountWhereTheyAre(String name) throws Exception {
        assertThat(WeightsFormats.read(WeightsFormats.resource("averaged/" + name)))
                .isEqualTo(expected(AVERAGED));
    }

    @Test
    void valuesThatAStrideOf0RepeatsAreRead() throws Exception {
        SortedMap<String, Tensor> tensors = WeightsFormats.read(WeightsFormats.resource("repeated.pth"));

        assertThat(tensors.get("first.weight"))
                .isEqualTo(Tensor.of(new float[] {2.5f, 2.5f, 2.5f, 2.5f, 2.5f, 2.5f}, 3, 2));
        assertThat(tensors.get("norm.weight")).isEqualTo(Tensor.of(new float[] {1.5f, 1.5f, 1.5f}, 3));
        assertThat(tensors.get("second.weight")).isEqualTo(Tensor.of(new float[] {1, 1, 1, 2, 2, 2}, 2, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "two-networks.pth  | it holds the network's tensors 2 times, under student. and teacher. | flat(torch.load(\"FILE\"",
                "optimizer.pth     | none of its tensors (18) has the name of one of the network's; it has state.0.exp_avg | first.bias, first.weight",
                "no-tensors.pth    | it holds no tensors | torch.save(model.state_dict(), \"weights.pth\")",
                "tensor.pth        | it is a single tensor, without a name | first.bias, first.weight",
                "complex.pth       | first.bias is ComplexFloatStorage[3]; expected F32[3] | F32",
                "complex.safetensors | first.weight is C64[3, 2]; expected F32[3, 2] | F32",
                "sparse.pth        | the tensor first.bias is missing | expected one of shape [3]",
                "sparse-csr.pth    | state_dict.first.weight is sparse; expected F32[3, 2] | v.to_dense()",
                "float8.pth        | state_dict.first.weight is of the type torch.float8_e4m3fn; expected F32[3, 2] | .float()",
                "legacy-float8.pth | the tensor first.weight is of the type torch.float8_e4m3fn; expected F32[3, 2] | .float()",
                "quantized.pth     | state_dict.first.weight is quantized (QInt8Storage); expected F32[3, 2] | v.dequantize()",
                "meta.pth          | state_dict.first.weight is on the device meta, without values; expected F32[3, 2] | torch.save(",
                "int.pth           | state_dict.first.weight is I32[3, 2]; expected F32[3, 2] | .float()",
                "not-finite.pth    | state_dict.first.weight contains Infinity at index 0 | finite",
                "arrays.npz        | it is an archive of NumPy arrays (.npz) | numpy.load(\"FILE\")",
                "compressed.npz    | it is an archive of NumPy arrays (.npz) | numpy.load(\"FILE\")",
                "array.npy         | it is a single array of NumPy (.npy) | torch.save(",
                "plain.pickle      | it is a pickle that PyTorch's save did not write | pickle.load(",
                "plain-0.pickle    | it is a pickle that PyTorch's save did not write | pickle.load(",
                "keras.h5          | it is an HDF5 file, as Keras writes them (.h5) | torch.save(model.state_dict()",
                "net.onnx          | it looks like a model of ONNX (.onnx) | onnx.load(\"FILE\")",
                "tar.pth           | it has PyTorch's first format, a tar archive | torch.load(\"FILE\", weights_only=False)"
            })
    void whatIsNotReadIsSaidWithTheLineThatSavesIt(String name, String what, String line) throws Exception {
        assertRefused(WeightsFormats.resource("refused/" + name), what, line);
    }

    /** Files that hold the network, and what their refusal says to run in Python. Skipped where there is no PyTorch. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "two-networks.pth",
                "arrays.npz",
                "plain.pickle",
                "float8.pth",
                "quantized.pth",
                "sparse-csr.pth",
                "int.pth"
            })
    void theLineOfPythonSavesAFileThatIsRead(String name) throws Exception {
        assumeTrue(python("import torch, numpy") == 0, "there is no PyTorch");
        Path file = WeightsFormats.resource("refused/" + name);
        String refusal =
                String.valueOf(catchThrowable(() -> WeightsFormats.read(file)).getMessage());
        String line = refusal.substring(refusal.indexOf("in Python: ") + "in Python: ".length());

        assertThat(python("import pickle, numpy, torch\n" + line.replace("FILE", file.toString())))
                .as(line)
                .isZero();
        assertThat(WeightsFormats.read(folder.resolve("weights.pth"))).isNotEmpty();
    }

    private int python(String program) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", program)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noPython) {
            return -1;
        }
    }

    @Test
    void whatIsNoFileOfWeightsIsNamed() throws Exception {
        Map<String, String> begins = new TreeMap<>(Map.of(
                "", "it is empty",
                "\u001f\u008b\u0008\u0000", "it is compressed by gzip; unpack it: gunzip FILE",
                "\n <!DOCTYPE html><html>", "it is a web page (HTML)",
                "\u00ef\u00bb\u00bf<HTML>", "it is a web page (HTML)",
                "<?xml version='1.0'?><Error>AccessDenied", "it is XML",
                "{\"error\": \"Repository not found\"}", "it is JSON",
                "version https://git-lfs.github.com/spec/v1\noid sha256:0", "it is a Git LFS pointer",
                "404: Not Found\n", "it is plain text",
                "\u0000\u0001\u0002\u00ff\u00fe\u0007\u0007\u0007\u0007\u0007\u0007", "its format is unknown",
                "BZh9", "it is compressed by bzip2"));
        begins.put("\u00fd7zXZ\u0000", "it is compressed by xz");
        begins.put("(\u00b5/\u00fd", "it is compressed by Zstandard");
        begins.put("GGUF\u0003", "it is a GGUF file");
        begins.put("PK\u0003\u0004", "it is cut off, or damaged");
        for (var begin : begins.entrySet()) {
            Path file = Files.write(folder.resolve("file"), begin.getKey().getBytes(StandardCharsets.ISO_8859_1));
            assertRefused(file, begin.getValue(), "");
        }
    }

    private static void assertRefused(Path file, String what, String line) {
        assertThatThrownBy(() -> WeightsFormats.read(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("The weights in mine cannot be used: ")
                .hasMessageContaining(what)
                .hasMessageContaining(line)
                .satisfies(WeightsFormats::assertInWords);
    }

    private static SortedMap<String, Tensor> expected(float added) throws Exception {
        SortedMap<String, Tensor> tensors = Safetensors.load(WeightsFormats.resource("expected.safetensors"));
        tensors.values().forEach(tensor -> {
            float[] values = ((Tensor.F32) tensor).values();
            for (int i = 0; i < values.length; i++) {
                values[i] += added;
            }
        });
        return tensors;
    }

    static Stream<String> weights() throws Exception {
        return WeightsFormats.names("weights");
    }

    static Stream<String> averaged() throws Exception {
        return WeightsFormats.names("averaged");
    }
}
