package dev.atelier.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EpochKeeperTest {
    @Test
    void trainingGoesOnWhileAnEpochIsKeptAndEpochsAreKeptInOrder() throws Exception {
        List<Integer> kept = new ArrayList<>();
        CountDownLatch trained = new CountDownLatch(1);
        try (EpochKeeper keeper = new EpochKeeper()) {
            keeper.keep(() -> {
                awaitUninterrupted(trained);
                kept.add(1);
            });
            trained.countDown();
            keeper.keep(() -> kept.add(2));
            keeper.awaitKept();
        }
        assertThat(kept).containsExactly(1, 2);
    }

    @Test
    void afterAnEpochThatCouldNotBeKeptNoOtherIs() throws Exception {
        List<Integer> kept = new ArrayList<>();
        try (EpochKeeper keeper = new EpochKeeper()) {
            keeper.keep(() -> {
                throw new IOException("disk full");
            });
            assertThatThrownBy(() -> keeper.keep(() -> kept.add(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void closingWaitsForTheEpochUnderWay() throws Exception {
        List<Integer> kept = new ArrayList<>();
        CountDownLatch closing = new CountDownLatch(1);
        try (EpochKeeper keeper = new EpochKeeper()) {
            keeper.keep(() -> {
                awaitUninterrupted(closing);
                kept.add(1);
            });
            closing.countDown();
        }
        assertThat(kept).containsExactly(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
