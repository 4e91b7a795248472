package dev.atelier.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the descriptors of the families against the modules of their trainers. */
class FamilyDescriptorsTest {
    static List<FamilyDescriptor> families() {
        return Families.all();
    }

    @ParameterizedTest
    @MethodSource("families")
    void saysWhatTheTrainersModuleSays(FamilyDescriptor family) throws Exception {
        String pom = Files.readString(Path.of("..", family.module(), "pom.xml"));

        assertThat(ServiceSettings.of(family.module()).getProperty("quarkus.http.port"))
                .isEqualTo(String.valueOf(family.port()));
        assertThat(pom.contains("<artifactId>trainer-runtime-djl<")).isEqualTo(family.needsPyTorch());
    }
}
