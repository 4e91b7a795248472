package dev.atelier.trainer.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {

    @Test
    void everyPieceRunsOnceInEveryRound() {
        try (Workers workers = new Workers(2)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(7);
            for (int round = 1; round <= 20_000; round++) {
                workers.run(pieces(7, runs::getAndIncrement));
                for (int piece = 0; piece < 7; piece++) {
                    assertThat(runs.get(piece)).isEqualTo(round);
                }
            }
        }
    }

    @Test
    void aParkedWorkerIsWoken() throws InterruptedException {
        try (Workers workers = new Workers(2)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(3);
            Thread worker = kernelThread();
            for (int round = 1; round <= 5; round++) {
                while (worker.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                workers.run(pieces(3, runs::getAndIncrement));
                assertThat(runs.get(2)).isEqualTo(round);
            }
        }
    }

    @Test
    void whatAPieceWroteIsVisibleToTheCaller() {
        try (Workers workers = new Workers(2)) {
            int[] plain = new int[64];
            for (int round = 1; round <= 5_000; round++) {
                int value = round;
                workers.run(pieces(64, piece -> plain[piece] = value));
                assertThat(plain).containsOnly(value);
            }
        }
    }

    @Test
    void aFailingPieceFailsTheCallAndLeavesTheWorkersUsable() {
        try (Workers workers = new Workers(2)) {
            assertThatThrownBy(() -> workers.run(pieces(8, piece -> {
                        throw new ArithmeticException("piece " + piece);
                    })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(ArithmeticException.class);
            AtomicIntegerArray runs = new AtomicIntegerArray(8);
            workers.run(pieces(8, runs::getAndIncrement));
            assertThat(runs.get(7)).isEqualTo(1);
        }
    }

    @Test
    void closingEndsTheThreads() throws InterruptedException {
        Workers workers = new Workers(2);
        Thread worker = kernelThread();
        workers.close();
        worker.join();
        assertThatThrownBy(() -> workers.run(pieces(1, piece -> {}))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void atLeastOneThreadIsNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Workers(0))
                .withMessage("threads is 0; expected at least 1");
    }

    @Test
    void severalWorksTogetherRunAllTheirPieces() {
        try (Workers workers = new Workers(2)) {
            AtomicIntegerArray first = new AtomicIntegerArray(3);
            AtomicIntegerArray second = new AtomicIntegerArray(5);
            workers.run(Work.together(pieces(3, first::getAndIncrement), pieces(5, second::getAndIncrement)));
            assertThat(first).hasToString("[1, 1, 1]");
            assertThat(second).hasToString("[1, 1, 1, 1, 1]");
        }
    }

    private static Thread kernelThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kernel-") && thread.isAlive())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static Work pieces(int pieces, IntConsumer body) {
        return new Work() {
            @Override
            public int pieces() {
                return pieces;
            }

            @Override
            public void run(int piece) {
                body.accept(piece);
            }
        };
    }
}
