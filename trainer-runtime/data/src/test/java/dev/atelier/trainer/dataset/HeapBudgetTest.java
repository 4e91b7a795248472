package dev.atelier.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.dataset.DatasetManifest;
import dev.atelier.contracts.dataset.DatasetManifest.SplitManifest;
import dev.atelier.contracts.dataset.ImageShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeapBudgetTest {
    /** Bytes of each dataset: 10 images of 4 by 4, and their labels. */
    private static final long DATASET = 10 * (16 + 1);

    private static final ImageShape SHAPE = new ImageShape(1, 4, 4);

    private final HeapBudget heap = new HeapBudget(3 * DATASET, 2 * DATASET);

    @Test
    void oneJobAtATimeTakesWhatItNeeds() {
        HeapUse first = heap.tryBegin().orElseThrow();
        assertThat(heap.tryBegin()).isEmpty();
        assertThat(first.tryArrays(1)).isTrue();
        HeapUse second = heap.tryBegin().orElseThrow();
        assertThat(heap.tryBegin()).isEmpty();
        second.close();
        assertThat(heap.tryBegin()).isPresent();
    }

    @Test
    void arraysOfJobsThatRunSideBySideNeverExceedTheHeap() {
        HeapUse first = begin("one");
        assertThat(first.tryArrays(DATASET)).isTrue();
        HeapUse second = begin("one");
        assertThat(second.tryArrays(DATASET + 1)).isFalse();
        assertThat(heap.tryBegin()).as("it still waits").isEmpty();
        first.close();
        assertThat(second.tryArrays(DATASET + 1)).isTrue();
    }

    @Test
    void aJobThatIsAloneIsNotHeldUp() {
        assertThat(begin("one").tryArrays(100 * DATASET)).isTrue();
    }

    @Test
    void aDatasetThatAJobUsesIsNotReplaced() {
        HeapUse first = begin("one");
        assertThat(first.tryArrays(DATASET)).isTrue();
        begin("two").close();
        begin("three").close();
        assertThat(heap.holds("one")).isTrue();
        assertThat(heap.holds("two")).isFalse();
        assertThat(heap.holds("three")).isTrue();
    }

    @Test
    void datasetsThatNoJobUsesMakeRoomForArrays() {
        begin("one").close();
        HeapUse use = begin("two");
        assertThat(use.tryArrays(DATASET)).isTrue();
        assertThat(heap.holds("one")).as("all fit").isTrue();
        assertThat(use.tryArrays(2 * DATASET)).isTrue();
        assertThat(heap.holds("one")).isFalse();
        assertThat(heap.holds("two")).isTrue();
    }

    @Test
    void aDatasetWaitsUntilThereIsRoomBesideTheJobsThatRun() {
        HeapUse first = begin("one");
        assertThat(first.tryArrays(DATASET + 1)).isTrue();
        assertThatThrownBy(() -> heap.makeRoom(manifest("two"), DATASET))
                .isInstanceOfSatisfying(
                        HeapOccupiedException.class,
                        occupied -> assertThat(heap.hasRoom(occupied.bytes())).isFalse());
        first.close();
        assertThat(heap.hasRoom(DATASET)).isTrue();
        heap.makeRoom(manifest("two"), DATASET);
    }

    /** The use of a job whose dataset is loaded. */
    private HeapUse begin(String digest) {
        HeapUse use = heap.tryBegin().orElseThrow();
        DatasetManifest manifest = manifest(digest);
        if (!heap.holds(digest)) {
            heap.makeRoom(manifest, DATASET);
            heap.add(dataset(manifest));
        }
        use.setDataset(heap.dataset(digest).orElseThrow());
        return use;
    }

    private static LoadedDataset dataset(DatasetManifest manifest) {
        return new LoadedDataset(manifest, images(8), images(2));
    }

    private static Images images(int size) {
        return new Images(SHAPE, new byte[size * SHAPE.bytes()], new byte[size]);
    }

    private static DatasetManifest manifest(String digest) {
        SplitManifest none = new SplitManifest(0, List.of(), "", List.of());
        return new DatasetManifest(
                digest, "1", digest, "made", List.of("a", "b"), SHAPE, List.of(0.5), List.of(0.25), none, none, "t", 0);
    }
}
