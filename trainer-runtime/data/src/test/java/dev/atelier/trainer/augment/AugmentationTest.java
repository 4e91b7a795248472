package dev.atelier.trainer.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.contracts.dataset.ImageShape;
import dev.atelier.contracts.job.DataSpec.Augment;
import dev.atelier.contracts.job.DataSpec.Interpolation;
import dev.atelier.contracts.job.DataSpec.Mode;
import dev.atelier.trainer.random.Purpose;
import dev.atelier.trainer.random.Seeds;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final ImageShape SHAPE = new ImageShape(1, 28, 20);

    @Test
    void placementsFillTheirRangesEvenly() {
        Augmentation augmentation =
                of(new Augment(0.3, 10, 0.1, Interpolation.NEAREST, Mode.FRESH, 1, false, null, null));
        int n = 20_000;
        int flips = 0;
        double degrees = 0;
        Set<Integer> right = new HashSet<>();
        Set<Integer> down = new HashSet<>();
        for (int image = 0; image < n; image++) {
            Placement placement = augmentation.at(3, image);
            flips += placement.flip() ? 1 : 0;
            degrees += placement.degrees();
            assertThat(placement.degrees()).isBetween(-10.0, 10.0);
            right.add(placement.right());
            down.add(placement.down());
        }
        assertThat(flips / (double) n).isCloseTo(0.3, within(0.012));
        assertThat(degrees / n).isCloseTo(0, within(0.16));
        assertThat(right).containsExactlyInAnyOrder(-2, -1, 0, 1, 2);
        assertThat(down).containsExactlyInAnyOrder(-3, -2, -1, 0, 1, 2, 3);
    }

    @Test
    void onePlacementDoesNotDependOnTheOthersParts() {
        Placement plain = of(new Augment(0.5, 10, 0.1, Interpolation.NEAREST, Mode.FRESH, 1, false, null, null))
                .at(3, 77);
        Placement wider = of(new Augment(0.5, 20, 0.1, Interpolation.NEAREST, Mode.FRESH, 1, false, null, null))
                .at(3, 77);
        assertThat(wider.degrees()).isCloseTo(2 * plain.degrees(), within(1e-12));
        assertThat(wider.right()).isEqualTo(plain.right());
        assertThat(wider.flip()).isEqualTo(plain.flip());
    }

    @Test
    void freshEpochsShowAnImageDifferently() {
        Augmentation augmentation = of(mode(Mode.FRESH, 1));
        assertThat(augmentation.isFixed()).isFalse();
        assertThat(augmentation.at(1, 5)).isNotEqualTo(augmentation.at(2, 5));
    }

    @Test
    void onceShowsAnImageTheSameInEveryEpochButImagesDifferently() {
        Augmentation augmentation = of(mode(Mode.ONCE, 1));
        assertThat(augmentation.isFixed()).isTrue();
        assertThat(augmentation.view(1, 5)).isEqualTo(augmentation.view(2, 5));
        assertThat(augmentation.at(1, 5)).isNotEqualTo(augmentation.at(1, 6));
    }

    @Test
    void viewsArePickedAnewForEachEpochFromAFixedNumber() {
        Augmentation augmentation = of(mode(Mode.VIEWS, 4));
        int[] counts = new int[5];
        for (int epoch = 1; epoch <= 100; epoch++) {
            for (int image = 0; image < 100; image++) {
                counts[augmentation.view(epoch, image)]++;
            }
        }
        assertThat(counts[0]).isZero();
        assertThat(IntStream.of(counts).skip(1).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(2_300, 2_700));
    }

    @Test
    void validationImagesAreMovedUnlikeTrainingImages() {
        Augment spec = mode(Mode.FRESH, 1);
        Augmentation validation = new Augmentation(spec, SHAPE, new Seeds(42), Purpose.VALIDATION_AUGMENTATION);
        assertThat(validation.at(1, 5)).isNotEqualTo(of(spec).at(1, 5));
    }

    @Test
    void nothingRequestedChangesNothing() {
        Augmentation augmentation = of(new Augment(0, 0, 0, Interpolation.BILINEAR, Mode.FRESH, 1, false, null, null));
        assertThat(augmentation.isFixed()).isTrue();
        assertThat(augmentation.at(3, 5)).isEqualTo(Placement.IDENTITY);
    }

    @Test
    void impossibleNumbersAreRefused() {
        assertThatThrownBy(() -> of(new Augment(1.5, 0, 0, Interpolation.NEAREST, Mode.FRESH, 1, false, null, null)))
                .hasMessage("augment.flip is 1.5; expected a number between 0 and 1");
        assertThatThrownBy(() -> of(mode(Mode.VIEWS, 0))).hasMessage("augment.views is 0; expected at least 1");
    }

    private static Augment mode(Mode mode, int views) {
        return new Augment(0.5, 10, 0.1, Interpolation.NEAREST, mode, views, false, null, null);
    }

    @Test
    void aCropShiftsByAsManyPixelsAsItPads() {
        Augmentation plain = of(new Augment(0.5, 0, 0, Interpolation.NEAREST, Mode.FRESH, 1, false, null, null));
        Augmentation cropped = of(new Augment(0.5, 0, 0, Interpolation.NEAREST, Mode.FRESH, 1, false, 2, null));
        Set<Integer> shifts = new TreeSet<>();
        for (int image = 0; image < 200; image++) {
            shifts.add(cropped.at(1, image).right());
            shifts.add(cropped.at(1, image).down());
            assertThat(cropped.at(1, image).flip()).isEqualTo(plain.at(1, image).flip());
        }
        assertThat(shifts).containsExactly(-2, -1, 0, 1, 2);
    }

    @Test
    void erasedPatchesLieWithinTheImageAndHaveTheirShareOfIt() {
        Augmentation erasing = of(new Augment(0, 0, 0, Interpolation.NEAREST, Mode.FRESH, 1, false, null, 0.25));
        int erased = 0;
        for (int image = 0; image < 2000; image++) {
            Patch patch = erasing.at(1, image).erased();
            assertThat(patch.left() + patch.width()).isLessThanOrEqualTo(28);
            assertThat(patch.top() + patch.height()).isLessThanOrEqualTo(28);
            if (!patch.equals(Patch.NONE)) {
                erased++;
                assertThat(patch.width() * patch.height() / 784.0).isBetween(0.01, 0.36);
            }
        }
        assertThat(erased).isBetween(400, 600);
    }

    private static Augmentation of(Augment spec) {
        return new Augmentation(spec, SHAPE, new Seeds(42), Purpose.AUGMENTATION);
    }
}
