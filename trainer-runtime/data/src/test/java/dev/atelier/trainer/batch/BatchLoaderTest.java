package dev.atelier.trainer.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Augment;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import dev.atelier.contracts.job.DataSpec.Mode;
import dev.atelier.trainer.algorithm.Batch;
import dev.atelier.trainer.augment.Augmentation;
import dev.atelier.trainer.augment.Placement;
import dev.atelier.trainer.augment.Placements;
import dev.atelier.trainer.augment.Resampler;
import dev.atelier.trainer.dataset.Images;
import dev.atelier.trainer.preparation.Normalization;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchLoaderTest {
    private static final ImageShape SHAPE = new ImageShape(1, 7, 6);
    private static final int FEATURES = SHAPE.bytes();
    private static final Images IMAGES = images(103);
    private static final int[] NUMBERS = IntStream.range(3, 103).toArray();
    private static final Normalization BYTES = Normalization.none(1);
    private static final Seeds SEEDS = new Seeds(42);

    /** One image as a pass brought it. */
    record Seen(int label, List<Float> inputs) {}

    @Test
    void withoutAShuffleImagesComeInTheOrderOfTheirSelection() {
        List<Seen> seen = pass(Selection.of(IMAGES, NUMBERS, BYTES).build(), 16, 2, 1);
        assertThat(seen).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(seen.get(i)).isEqualTo(published(NUMBERS[i]));
        }
    }

    @Test
    void aShuffledEpochShowsEveryImageOnceInAnOrderOfItsOwn() {
        Selection selection =
                Selection.of(IMAGES, NUMBERS, BYTES).shuffled(SEEDS).build();
        List<Seen> first = pass(selection, 16, 2, 1);
        List<Seen> second = pass(selection, 16, 2, 2);
        Seen[] all = Arrays.stream(NUMBERS).mapToObj(BatchLoaderTest::published).toArray(Seen[]::new);
        assertThat(first).containsExactlyInAnyOrder(all).isNotEqualTo(second);
        assertThat(second).containsExactlyInAnyOrder(all);
        assertThat(pass(selection, 16, 2, 1)).isEqualTo(first);
    }

    @Test
    void batchSizeAndReadingAheadDecideNothing() {
        for (Mode mode : Mode.values()) {
            List<Seen> expected = pass(augmented(mode), 16, 2, 3);
            assertThat(pass(augmented(mode), 1, 1, 3)).isEqualTo(expected);
            assertThat(pass(augmented(mode), 33, 5, 3)).isEqualTo(expected);
            assertThat(pass(augmented(mode), 200, 1, 3)).isEqualTo(expected);
        }
    }

    @Test
    void imagesAreDrawnAsTheAugmentationPlacesThem() {
        for (Mode mode : Mode.values()) {
            Augmentation augmentation = augmentation(mode);
            Resampler resampler = new Resampler(SHAPE, Interpolation.BILINEAR);
            Set<Seen> expected = new HashSet<>();
            for (int number : NUMBERS) {
                byte[] drawn = new byte[FEATURES];
                resampler.draw(IMAGES.pixels(), number * FEATURES, drawn, 0, augmentation.at(4, number));
                expected.add(seen(IMAGES.label(number), drawn));
            }
            assertThat(new HashSet<>(pass(augmented(mode), 16, 2, 4)))
                    .as("%s", mode)
                    .isEqualTo(expected);
        }
    }

    @Test
    void onceLooksTheSameInEveryEpochAndFreshDoesNot() {
        assertThat(byInputs(pass(augmented(Mode.ONCE), 16, 2, 1)))
                .isEqualTo(byInputs(pass(augmented(Mode.ONCE), 16, 2, 2)));
        assertThat(byInputs(pass(augmented(Mode.FRESH), 16, 2, 1)))
                .isNotEqualTo(byInputs(pass(augmented(Mode.FRESH), 16, 2, 2)));
    }

    @Test
    void aMirroredPassShowsMirrorImages() {
        Selection mirrored = Selection.of(IMAGES, NUMBERS, BYTES)
                .placed(Placements.always(new Placement(true, 0, 0, 0)), Interpolation.NEAREST)
                .build();
        byte[] flipped = new byte[FEATURES];
        new Resampler(SHAPE, Interpolation.NEAREST)
                .draw(IMAGES.pixels(), NUMBERS[9] * FEATURES, flipped, 0, new Placement(true, 0, 0, 0));
        assertThat(pass(mirrored, 16, 1, 1).get(9)).isEqualTo(seen(IMAGES.label(NUMBERS[9]), flipped));
    }

    @Test
    void resizedImagesHaveTheNewSize() {
        Selection resized = Selection.of(IMAGES, NUMBERS, BYTES).resizedTo(12).build();
        assertThat(resized.values()).isEqualTo(144);
        assertThat(pass(resized, 16, 1, 1).getFirst().inputs()).hasSize(144);
    }

    @Test
    void theLastBatchIsSmaller() {
        try (BatchLoader loader = new BatchLoader(30, FEATURES, 2)) {
            Batches batches = loader.read(Selection.of(IMAGES, NUMBERS, BYTES).build(), 1);
            List<Integer> sizes = new ArrayList<>();
            batches.forEachRemaining(batch -> sizes.add(batch.size()));
            assertThat(sizes).containsExactly(30, 30, 30, 10);
            assertThat(batches.waited()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThatThrownBy(batches::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void aPassCanBeLeftAndTheNextOneIsWhole() {
        Selection selection =
                Selection.of(IMAGES, NUMBERS, BYTES).shuffled(SEEDS).build();
        List<Seen> expected = pass(selection, 10, 1, 2);
        try (BatchLoader loader = new BatchLoader(10, FEATURES, 1)) {
            try (Batches left = loader.read(selection, 1)) {
                left.next();
            }
            Batches abandoned = loader.read(selection, 1);
            abandoned.next();
            assertThat(collect(loader.read(selection, 2))).isEqualTo(expected);
            assertThat(abandoned.hasNext()).isFalse();
        }
    }

    @Test
    void buffersAreUsedAgain() {
        try (BatchLoader loader = new BatchLoader(5, FEATURES, 2)) {
            Batches batches = loader.read(Selection.of(IMAGES, NUMBERS, BYTES).build(), 1);
            Set<Integer> arrays = new HashSet<>();
            batches.forEachRemaining(batch -> arrays.add(System.identityHashCode(batch.inputs())));
            assertThat(arrays).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void aBatchThatCannotBePreparedIsReportedToTheTrainer() {
        Placements failing = new Placements() {
            @Override
            public Placement at(int epoch, int image) {
                throw new IllegalStateException("no placement");
            }

            @Override
            public int view(int epoch, int image) {
                return epoch;
            }

            @Override
            public String key() {
                return "failing";
            }

            @Override
            public boolean isFixed() {
                return false;
            }
        };
        Selection selection = Selection.of(IMAGES, NUMBERS, BYTES)
                .placed(failing, Interpolation.NEAREST)
                .build();
        try (BatchLoader loader = new BatchLoader(5, FEATURES, 2)) {
            assertThatThrownBy(loader.read(selection, 1)::next)
                    .hasMessage("a batch of epoch 1 could not be prepared")
                    .hasRootCauseMessage("no placement");
        }
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        try (BatchLoader loader = new BatchLoader(5, 41, 2)) {
            assertThatThrownBy(() ->
                            loader.read(Selection.of(IMAGES, NUMBERS, BYTES).build(), 1))
                    .hasMessage("selection has images of 42 values; expected images of 41");
        }
    }

    private static Selection augmented(Mode mode) {
        return Selection.of(IMAGES, NUMBERS, BYTES)
                .placed(augmentation(mode), Interpolation.BILINEAR)
                .shuffled(SEEDS)
                .build();
    }

    private static Augmentation augmentation(Mode mode) {
        return new Augmentation(
                new Augment(0.5, 20, 0.2, Interpolation.BILINEAR, mode, 3, false, null, null),
                SHAPE,
                SEEDS,
                Purpose.AUGMENTATION);
    }

    private static List<Seen> pass(Selection selection, int batchSize, int ahead, int epoch) {
        try (BatchLoader loader = new BatchLoader(batchSize, selection.values(), ahead)) {
            return collect(loader.read(selection, epoch));
        }
    }

    private static List<Seen> collect(Batches batches) {
        List<Seen> seen = new ArrayList<>();
        while (batches.hasNext()) {
            Batch batch = batches.next();
            int features = batch.features();
            for (int i = 0; i < batch.size(); i++) {
                List<Float> inputs = new ArrayList<>();
                for (int j = 0; j < features; j++) {
                    inputs.add(batch.inputs()[i * features + j]);
                }
                seen.add(new Seen(batch.labels()[i], inputs));
            }
        }
        return seen;
    }

    private static TreeMap<String, Integer> byInputs(List<Seen> pass) {
        TreeMap<String, Integer> labels = new TreeMap<>();
        pass.forEach(image -> labels.put(image.inputs().toString(), image.label()));
        return labels;
    }

    private static Seen published(int number) {
        return seen(
                IMAGES.label(number), Arrays.copyOfRange(IMAGES.pixels(), number * FEATURES, (number + 1) * FEATURES));
    }

    private static Seen seen(int label, byte[] pixels) {
        return new Seen(
                label,
                IntStream.range(0, pixels.length)
                        .mapToObj(i -> (float) Byte.toUnsignedInt(pixels[i]))
                        .toList());
    }

    private static Images images(int count) {
        Random random = new Random(1);
        byte[] pixels = new byte[count * FEATURES];
        random.nextBytes(pixels);
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            labels[i] = (byte) random.nextInt(250);
        }
        return new Images(SHAPE, pixels, labels);
    }
}
