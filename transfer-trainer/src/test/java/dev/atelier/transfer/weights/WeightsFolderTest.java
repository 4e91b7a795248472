package dev.atelier.transfer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.Sha256;
import dev.atelier.trainer.algorithm.StopSignal;
import dev.atelier.trainer.algorithm.StoppedException;
import dev.atelier.transfer.format.WeightsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a job can name of the trainer's own files. */
class WeightsFolderTest {
    private static final byte[] CONTENT = "weights".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path place;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectories(place.resolve("weights"));
        Files.write(place.resolve("secret"), CONTENT);
        Files.write(Files.createDirectories(folder.resolve("downloads")).resolve("other"), CONTENT);
        Files.createDirectories(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("out"), place.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("away"), place);
        Files.createSymbolicLink(folder.resolve("kept"), folder.resolve("downloads/other"));
        Files.createSymbolicLink(folder.resolve("nothing"), folder.resolve("nowhere"));
        Files.createSymbolicLink(folder.resolve("circle"), folder.resolve("sub/back"));
        Files.createSymbolicLink(folder.resolve("sub/back"), Path.of("../circle"));
        Files.createSymbolicLink(place.resolve("circle"), place.resolve("circle"));
        Files.write(folder.resolve("file"), CONTENT);
        Files.createSymbolicLink(folder.resolve("link-of-file"), Path.of("sub/../file"));
    }

    @Test
    void aFileOfTheFolderIsFoundWithItsDigest() throws Exception {
        Files.write(folder.resolve("sub/mine.pth"), CONTENT);
        Files.createSymbolicLink(folder.resolve("link.pth"), folder.resolve("sub/mine.pth"));
        String digest = Sha256.of(CONTENT);
        for (String name : List.of("sub/mine.pth", "link.pth")) {
            try (FoundWeights found = find(name, digest)) {
                assertThat(found.sha256()).isEqualTo(digest);
                assertThat(found.source()).isEqualTo(name);
            }
        }
    }

    /** The same words whether the file is there or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "not/there.pth",
                "/proc/self/environ",
                "/nowhere",
                "../secret",
                "../nowhere",
                "sub/../../secret",
                "sub/../sub",
                "./out",
                "out",
                "away/secret",
                "away/weights/sub",
                "away/nowhere",
                "away/secret/below",
                "away/circle",
                "kept",
                "nothing",
                "circle",
                "circle/below",
                "file/below",
                "link-of-file/below",
                "downloads/other",
                "sub",
                ".",
                "..",
                "a\u0000b",
                "a\u001b[2Jb"
            })
    void whatElseIsNamedIsRefusedInOneSentence(String source) {
        assertThatThrownBy(() -> find(source, null))
                .isInstanceOf(WeightsException.class)
                .hasMessage("There are no weights " + source.replaceAll("\\p{Cntrl}", "?")
                        + "; expected the name of a file in the trainer's folder of weights");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s/below", "sub/%s", "away/%s", "out/%s"})
    void aNameThatIsTooLongIsNoFaultOfTheDisk(String place) {
        for (String name : List.of("n".repeat(300), "ü".repeat(200), "n/".repeat(3000) + "n")) {
            assertThatThrownBy(() -> find(place.formatted(name), null))
                    .isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith("There are no weights ")
                    .hasMessageEndingWith("; expected the name of a file in the trainer's folder of weights");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine.pth", "sub/mine.pth", "imagenet"})
    void aFolderThatCannotBeEnteredSaysNothingOfItsFiles(String source) {
        // Not for want of rights: whoever runs this test may enter every folder, perhaps.
        folder = place.resolve("circle");
        assertThatThrownBy(() -> find(source, null)).isInstanceOf(FileSystemException.class);
    }

    @Test
    void otherSchemesAreRefused() {
        for (String source :
                List.of("file:///etc/passwd", "file:/etc/passwd", "jar:file:/a!/b", "ftp://a/b", "C:\\a")) {
            assertThatThrownBy(() -> find(source, null)).as(source).isInstanceOf(WeightsException.class);
        }
        assertThatThrownBy(() -> find("https://host/a b.pth", null))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The source is not a valid URL; expected imagenet, scratch, the name of a file, or a URL");
    }

    @Test
    void aWrongDigestIsReported() throws Exception {
        Files.write(folder.resolve("mine.pth"), CONTENT);
        assertThatThrownBy(() -> find("mine.pth", "ab".repeat(32)))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The weights in mine.pth have the SHA-256 " + Sha256.of(CONTENT) + "; expected one that is "
                        + "ab".repeat(32));
        assertThat(folder.resolve("mine.pth")).exists();
    }

    @Test
    void aStopReachesTheDigest() throws Exception {
        Files.write(folder.resolve("large.pth"), new byte[4 << 20]);
        AtomicInteger checks = new AtomicInteger();
        StopSignal stop = () -> {
            if (checks.incrementAndGet() == 3) {
                throw new StoppedException("cancelled");
            }
        };
        assertThatThrownBy(() -> folder().find(new WeightsSpec("large.pth", null), stop))
                .isInstanceOf(StoppedException.class)
                .hasMessage("cancelled");
    }

    @Test
    void withoutImagenetsWeightsItStatesWhereToPutThem() {
        assertThatThrownBy(() -> find("imagenet", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("Put torchvision's resnet18-f37072fd.pth into the trainer's folder of weights")
                .hasMessageContaining("scratch");
    }

    @Test
    void anImpostorOfImagenetsWeightsIsRefused() throws Exception {
        Files.write(folder.resolve("resnet18-f37072fd.pth"), CONTENT);
        assertThatThrownBy(() -> find("imagenet", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("begins with f37072fd");
    }

    @Test
    void newWeightsNeedNoFile() throws Exception {
        assertThat(folder().find(new WeightsSpec("scratch", null), StopSignal.NEVER))
                .isEmpty();
    }

    private FoundWeights find(String source, @Nullable String sha256) throws IOException, StoppedException {
        return folder().find(new WeightsSpec(source, sha256), StopSignal.NEVER).orElseThrow();
    }

    private WeightsFolder folder() {
        return new WeightsFolder(WeightsSettings.of(folder, Set.of()), Clock.systemUTC());
    }
}
