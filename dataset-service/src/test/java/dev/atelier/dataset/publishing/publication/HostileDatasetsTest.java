package dev.atelier.dataset.publishing.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.atelier.dataset.connection.KafkaConnection;
import dev.atelier.dataset.publishing.publication.Catalogue.Available;
import dev.atelier.dataset.publishing.publication.Catalogue.Unavailable;
import dev.atelier.dataset.publishing.source.DatasetDefinition;
import dev.atelier.dataset.publishing.source.DatasetDownload;
import dev.atelier.dataset.publishing.source.DatasetFile;
import dev.atelier.dataset.publishing.source.DatasetFinder;
import dev.atelier.kafka.broker.TopicCreation;
import dev.atelier.localstack.testing.Infrastructure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Datasets whose files are not what they should be, all offered at once beside two that are sound. */
class HostileDatasetsTest {
    private static final SyntheticImages SOUND = new SyntheticImages(20, 10, 4, 4);
    private static final byte[] IMAGES = images(20, 4, 4, 20 * 16);

    private static KafkaConnection kafka;

    @TempDir
    static Path root;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> sentences = new LinkedHashMap<>();
    private final List<DatasetDefinition> definitions = new ArrayList<>();

    @BeforeAll
    static void connect() throws Exception {
        kafka = new KafkaConnection(Map.of("bootstrap.servers", Infrastructure.bootstrapServers()));
        TopicCreation.createMissing(kafka.admin());
    }

    @TestFactory
    Stream<DynamicTest> eachStaysUnavailableWithItsReasonAndTheOthersArePublished() throws Exception {
        definitions.add(sound("a-sound"));
        hostile("empty", "train-images", new byte[0], "ends before its IDX header");
        hostile("short-header", "train-images", Arrays.copyOf(IMAGES, 11), "ends before its IDX header");
        hostile("page", "train-images", utf8("<!DOCTYPE html><html>Not found</html>"), "starts with 0x3c21444f");
        hostile("labels-as-images", "train-images", labels(20), "starts with 0x00000801; expected 0x00000803");
        hostile("no-images", "train-images", images(0, 4, 4, 0), "declares 0 images; expected at least 1");
        hostile("negative", "train-images", images(20, -4, 4, 0), "declares 4294967292 rows; expected at least 1");
        hostile(
                "overflow",
                "train-images",
                images(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 0),
                "which is 9903520300447984150353281023 bytes; expected at most 2147483639");
        hostile(
                "more-than-an-array",
                "train-images",
                images(60_000, 224, 224, 0),
                "60000 images of 224 × 224, which is 3010560000 bytes; expected at most 2147483639");
        hostile(
                "two-gigabytes-announced",
                "train-images",
                images(1, 46_000, 46_000, 100),
                "ends after 100 bytes of data; expected 2116000000 (1 image of 46000 × 46000)");
        hostile("cut-off", "train-images", Arrays.copyOf(IMAGES, 200), "ends after 184 bytes of data; expected 320");
        hostile("too-long", "test-images", images(10, 4, 4, 161), "continues after its 160 bytes of data");
        hostile("other-size", "test-images", images(10, 5, 4, 200), "training images are 4 × 4, but test images 5 × 4");
        hostile("cut-off-gzip", "train-images", Arrays.copyOf(gzip(IMAGES), 20), "compressed data does");
        hostile("broken-gzip", "train-images", flipped(gzip(IMAGES)), "train-images cannot be read: ");
        hostile("fewer-labels", "train-labels", labels(19), "has 20 images, but");
        hostile("label-of-no-class", "test-labels", labels(9, 11), "has label 11 at position 9; expected 0 to 9");
        imageLargerThanABatch();
        otherThanPinned();
        folderThatIsAFile();
        definitions.add(SyntheticImages.definition("no-folder-" + run, root.resolve("no-such-folder")));
        sentences.put("no-folder-" + run, "was not found: " + root.resolve("no-such-folder"));
        definitions.add(sound("z-sound"));
        Catalogue catalogue = new Catalogue();

        publication(definitions, catalogue, duration -> {
                    throw new AssertionError("Nothing here passes by waiting");
                })
                .attempt();

        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of("a-sound-" + run, "z-sound-" + run)) {
            tests.add(dynamicTest(
                    name, () -> assertThat(catalogue.find(name)).get().isInstanceOf(Available.class)));
        }
        sentences.forEach((name, sentence) -> tests.add(dynamicTest(name, () -> {
            assertThat(catalogue.find(name)).get().isInstanceOfSatisfying(Unavailable.class, entry -> {
                assertThat(entry.pending()).isFalse();
                assertThat(entry.reason()).contains(sentence);
            });
        })));
        return tests.stream();
    }

    /** Reading a process's memory at its beginning fails, for root as well. */
    @Test
    void aFileThatThisMachineCannotReadNowIsWaitedFor() throws Exception {
        DatasetDefinition definition = sound("unreadable");
        Path folder = definition.folders().getFirst();
        Path images = folder.resolve("test-images");
        Files.delete(images);
        Files.createSymbolicLink(images, Path.of("/proc/self/mem"));
        Catalogue catalogue = new Catalogue();
        List<Catalogue.Entry> meanwhile = new ArrayList<>();

        publication(List.of(definition), catalogue, duration -> {
                    meanwhile.add(catalogue.find(definition.name()).orElseThrow());
                    repair(images);
                })
                .attempt();

        assertThat(meanwhile).singleElement().isInstanceOfSatisfying(Unavailable.class, entry -> {
            assertThat(entry.pending()).isTrue();
            assertThat(entry.reason()).contains("test-images cannot be read: ");
        });
        assertThat(catalogue.find(definition.name())).get().isInstanceOf(Available.class);
    }

    private static void repair(Path images) {
        try {
            Files.delete(images);
            SOUND.write(images.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Publication publication(
            List<DatasetDefinition> definitions, Catalogue catalogue, Publication.Pause pause) {
        return new Publication(
                definitions,
                new DatasetFinder(new DatasetDownload(Duration.ofSeconds(1)), InstantSource.system()),
                new DatasetPublisher(kafka, InstantSource.system()),
                catalogue,
                pause);
    }

    private DatasetDefinition sound(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve(run).resolve(name));
        SOUND.write(folder);
        return SyntheticImages.definition(name + "-" + run, folder);
    }

    private void hostile(String name, String file, byte[] content, String sentence) throws IOException {
        DatasetDefinition definition = sound(name);
        Path folder = definition.folders().getFirst();
        Files.deleteIfExists(folder.resolve(file + ".gz"));
        Files.write(folder.resolve(file), content);
        add(definition, sentence);
    }

    private void add(DatasetDefinition definition, String sentence) {
        definitions.add(definition);
        sentences.put(definition.name(), sentence);
    }

    private void imageLargerThanABatch() throws IOException {
        Path folder = Files.createDirectories(root.resolve(run).resolve("large-image"));
        new SyntheticImages(1, 1, 3_000, 3_000).write(folder);
        add(
                SyntheticImages.definition("large-image-" + run, folder),
                "has images of 3000 × 3000; expected at most 65535 rows, 65535 columns and 8388043 bytes an image");
    }

    private void otherThanPinned() throws IOException {
        DatasetDefinition sound = sound("other-content");
        add(
                new DatasetDefinition(
                        sound.name(),
                        sound.classes(),
                        sound.files(),
                        Map.of(DatasetFile.TEST_LABELS, "ab".repeat(32)),
                        sound.folders(),
                        sound.resources(),
                        sound.cache(),
                        sound.download(),
                        sound.debianPackage()),
                "is not the test-labels of " + sound.name());
    }

    private void folderThatIsAFile() throws IOException {
        Path file = Files.write(root.resolve("file-" + run), new byte[] {1});
        add(SyntheticImages.definition("folder-is-a-file-" + run, file), file + " has no ");
    }

    private static byte[] images(int count, int rows, int columns, int bytes) {
        return ByteBuffer.allocate(16 + bytes)
                .putInt(0x803)
                .putInt(count)
                .putInt(rows)
                .putInt(columns)
                .array();
    }

    /** As many labels of class 0, and then these. */
    private static byte[] labels(int zeros, int... more) {
        ByteBuffer file = ByteBuffer.allocate(8 + zeros + more.length)
                .putInt(0x801)
                .putInt(zeros + more.length)
                .put(new byte[zeros]);
        for (int label : more) {
            file.put((byte) label);
        }
        return file.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] flipped(byte[] gzip) {
        gzip[gzip.length - 6] ^= 1;
        return gzip;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
