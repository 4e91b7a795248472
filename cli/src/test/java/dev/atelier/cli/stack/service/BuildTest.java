package dev.atelier.cli.stack.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.localstack.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
    private static final String LINEAR = """
            {"name": "linear", "description": "Softmax regression", "topic": "atelier.jobs.linear", "port": 8185,
             "module": "test-linear", "needsPyTorch": false, "downloads": false,
             "memory": {"leastHeap": 128, "mostHeap": 256, "besideHeap": 64},
             "definitions": {"model": {"type": "object"}}}""";

    @TempDir
    private Path root;

    @Test
    void aCopyHasTheFamiliesThatWereKnownWhenItWasMade() throws IOException {
        Files.createDirectories(root.resolve("families"));
        Files.writeString(root.resolve("families/linear.json"), LINEAR);
        Path app = root.resolve("test-linear/target/quarkus-app");
        Files.createDirectories(app);
        Files.writeString(app.resolve("quarkus-run.jar"), "");
        Build build = new Build(root);

        assertThat(build.families())
                .extracting(FamilyDescriptor::name)
                .containsExactly("mlp", "cnn", "transfer", "linear");
        assertThat(build.app("linear-trainer")).isEqualTo(app);
        assertThat(build.services()).containsExactly("linear-trainer");

        Path copy = root.resolve("copy");
        build.copyTo(copy);

        assertThat(new Build(copy).services()).containsExactly("linear-trainer");
        assertThat(new Build(copy).classArchive("linear-trainer"))
                .isEqualTo(build.classArchive("linear-trainer"))
                .contains("-XX:SharedArchiveFile=" + root.resolve("target/atelier/classes/linear-trainer.jsa"));
        assertThat(new Build(copy).familiesFolder()).contains(copy.resolve("families"));
        StackPorts ports = StackPorts.from(28000, build.families());
        assertThat(Services.all(new StackFolder(root.resolve("data")), ports, new Build(copy)))
                .last()
                .satisfies(service -> {
                    assertThat(service.port()).isEqualTo(28005);
                    assertThat(service.launch().environment())
                            .containsEntry(
                                    "ATELIER_FAMILIES", copy.resolve("families").toString());
                });
    }

    @Test
    void aCopyWhoseProjectIsGoneHasNoArchivesOfClasses() throws IOException {
        Path project = Files.createDirectories(root.resolve("project"));
        Path copy = root.resolve("copy");
        new Build(project).copyTo(copy);
        assertThat(new Build(copy).classArchive("mlp-trainer")).isNotEmpty();
        Folders.delete(project);

        assertThat(new Build(copy).classArchive("mlp-trainer")).isEmpty();
        assertThat(project).doesNotExist();
    }
}
