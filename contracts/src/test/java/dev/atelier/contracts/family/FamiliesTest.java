package dev.atelier.contracts.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {
    private static final String LINEAR = """
            {"name": "linear", "description": "Softmax regression", "topic": "atelier.jobs.linear", "port": 8185,
             "module": "test-families/linear", "needsPyTorch": false, "downloads": false,
             "memory": {"leastHeap": 128, "mostHeap": 256, "besideHeap": 64},
             "definitions": {"model": {"type": "object", "properties": {"bias": {"type": "boolean", "default": true}}}}}""";

    @TempDir
    private Path folder;

    @Test
    void theProductsAreInTheOrderOfTheirPorts() {
        assertThat(Families.with(Optional.empty()))
                .extracting(FamilyDescriptor::name)
                .containsExactly("mlp", "cnn", "transfer");
    }

    @Test
    void aFolderAddsFamilies() throws IOException {
        write("linear", LINEAR);

        FamilyDescriptor linear = Families.with(Optional.of(folder)).getLast();

        assertThat(linear.family()).isEqualTo(new Family("linear"));
        assertThat(linear.service()).isEqualTo("linear-trainer");
        assertThat(linear.module()).isEqualTo("test-families/linear");
        assertThat(linear.memory()).isEqualTo(new FamilyDescriptor.Memory(128, 256, 64));
    }

    @Test
    void theModuleIsNamedLikeTheServiceUnlessTheDescriptorNamesAnother() {
        assertThat(Families.get(new Family("cnn")).module()).isEqualTo("cnn-trainer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "linear"              | "Linear"            | name is "Linear"; expected text that matches
            "linear"              | "ridge"             | name is "ridge"; expected "linear", as the file is named
            "atelier.jobs.linear" | "atelier.events"    | topic is "atelier.events"; expected text that matches
            "atelier.jobs.linear" | "atelier.jobs.mlp"  | topic is atelier.jobs.mlp in the descriptors of both mlp and linear
            "port": 8185          | "port": 80          | port is 80; expected a number from 1024 to 65535
            "port": 8185          | "port": 8183        | port is 8183 in the descriptors of both cnn and linear
            "port": 8185,         |                     | port
            "needsPyTorch"        | "needsPytorch"      | needsPyTorch is missing
            "downloads": false    | "downloads": false, "gpu": 1 | gpu
            "model":              | "models":           | definitions.model is missing
            "mostHeap": 256       | "mostHeap": 2       | memory is 128 to 2 MiB of heap
            "port"                | port                | cannot be used
            """)
    void aDescriptorThatCannotBeUsedIsNamedWithItsMistake(String right, String wrong, String message)
            throws IOException {
        write("linear", LINEAR.replace(right, wrong == null ? "" : wrong));

        assertThatThrownBy(() -> Families.with(Optional.of(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Families.with(Optional.of(folder.resolve("none"))))
                .hasMessageContaining("ATELIER_FAMILIES is " + folder.resolve("none") + ", which cannot be read");
    }

    @Test
    void anyTextIsAFamilyAndTravelsAsText() {
        Family unknown = Json.read("\"gnn\"".getBytes(StandardCharsets.UTF_8), Family.class);

        assertThat(unknown).isEqualTo(new Family("gnn"));
        assertThat(Json.text(List.of(unknown))).isEqualTo("[\"gnn\"]");
        assertThat(Families.contains(unknown)).isFalse();
        assertThatThrownBy(() -> Families.get(unknown))
                .hasMessage("family is \"gnn\"; expected one of mlp, cnn, transfer");
    }

    private void write(String name, String descriptor) throws IOException {
        Files.writeString(folder.resolve(name + ".json"), descriptor);
    }
}
