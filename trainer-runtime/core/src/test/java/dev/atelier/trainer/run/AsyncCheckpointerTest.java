package dev.atelier.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AsyncCheckpointerTest {
    @Test
    void trainingGoesOnWhileAnEpochIsKeptAndEpochsAreKeptInOrder() throws Exception {
        List<Integer> kept = new ArrayList<>();
        CountDownLatch trained = new CountDownLatch(1);
        try (AsyncCheckpointer checkpointer = new AsyncCheckpointer()) {
            checkpointer.write(() -> {
                awaitUninterrupted(trained);
                kept.add(1);
            });
            trained.countDown();
            checkpointer.write(() -> kept.add(2));
            checkpointer.awaitWritten();
        }
        assertThat(kept).containsExactly(1, 2);
    }

    @Test
    void afterAnEpochThatCouldNotBeKeptNoOtherIs() throws Exception {
        List<Integer> kept = new ArrayList<>();
        try (AsyncCheckpointer checkpointer = new AsyncCheckpointer()) {
            checkpointer.write(() -> {
                throw new IOException("disk full");
            });
            assertThatThrownBy(() -> checkpointer.write(() -> kept.add(2)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
        }
        assertThat(kept).isEmpty();
    }

    @Test
    void closingWaitsForTheEpochUnderWay() throws Exception {
        List<Integer> kept = new ArrayList<>();
        CountDownLatch closing = new CountDownLatch(1);
        try (AsyncCheckpointer checkpointer = new AsyncCheckpointer()) {
            checkpointer.write(() -> {
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
