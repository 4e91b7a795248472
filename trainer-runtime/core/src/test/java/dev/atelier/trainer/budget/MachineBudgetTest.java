package dev.atelier.trainer.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineBudgetTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void jobsShareTheCoresOfAllBudgetsOfTheFolder() {
        try (Reservation one = budget().reserve(1, "cpu");
                Reservation two = budget().reserve(1, "cpu");
                Reservation three = budget().reserve(1, "cpu")) {
            assertThat(one.tryCores()).isTrue();
            assertThat(two.tryCores()).isTrue();
            assertThat(two.tryCores()).as("it has them").isTrue();
            assertThat(three.tryCores()).isFalse();
            one.close();
            assertThat(three.tryCores()).isTrue();
        }
        assertThat(entries()).isZero();
    }

    @Test
    void aJobThatNeedsAllCoresWaitsAndIsNotOvertaken() {
        try (Reservation first = budget().reserve(1, "cpu");
                Reservation large = budget().reserve(8, "cpu");
                Reservation small = budget().reserve(1, "cpu")) {
            assertThat(first.tryCores()).isTrue();
            assertThat(large.tryCores()).isFalse();
            assertThat(small.tryCores()).isFalse();
            first.close();
            assertThat(small.tryCores()).isFalse();
            assertThat(large.tryCores()).isTrue();
            assertThat(small.tryCores()).isFalse();
            large.close();
            assertThat(small.tryCores()).isTrue();
        }
    }

    @Test
    void aJobThatCanDoWithFewerCoresTakesAllThatNoOtherWaitsFor() {
        try (Reservation first = budget().reserveUpTo(4, "cpu");
                Reservation second = budget().reserveUpTo(2, "cpu");
                Reservation third = budget().reserveUpTo(2, "cpu")) {
            assertThat(first.tryCores()).isTrue();
            assertThat(first.threads()).isEqualTo(2);
            assertThat(second.tryCores()).isFalse();
            assertThat(third.tryCores()).isFalse();
            first.close();
            assertThat(second.tryCores()).isTrue();
            assertThat(second.threads()).isOne();
            assertThat(third.tryCores()).isTrue();
            assertThat(third.threads()).isOne();
        }
    }

    @Test
    void aJobThatHadToWaitLeavesCoresToTheOneThatComesNext() {
        try (Reservation first = budget().reserveUpTo(2, "cpu");
                Reservation second = budget().reserveUpTo(2, "cpu");
                Reservation third = budget().reserveUpTo(2, "cpu")) {
            assertThat(first.tryCores()).isTrue();
            assertThat(second.tryCores()).isFalse();
            first.close();
            assertThat(second.tryCores()).isTrue();
            assertThat(second.threads()).isOne();
            assertThat(third.tryCores()).isTrue();
            assertThat(third.threads()).isOne();
        }
    }

    @Test
    void aJobThatNoLongerWaitsHoldsNobodyUp() {
        try (Reservation first = budget().reserve(1, "cpu");
                Reservation suspended = budget().reserve(2, "cpu");
                Reservation next = budget().reserve(1, "cpu")) {
            assertThat(first.tryCores()).isTrue();
            assertThat(suspended.tryCores()).isFalse();
            assertThat(next.tryCores()).isFalse();
            for (int second = 0; second < 30; second++) {
                now = now.plusSeconds(1);
                assertThat(suspended.tryCores()).isFalse();
                assertThat(next.tryCores()).as("the job before it still waits").isFalse();
            }
            now = now.plusSeconds(30);
            assertThat(next.tryCores()).isTrue();
            next.close();
            first.close();
            assertThat(suspended.tryCores()).isTrue();
        }
    }

    @Test
    void memoryIsSharedAsCoresAre() {
        try (Reservation one = budget().reserve(1, "cpu");
                Reservation other = budget().reserve(1, "cpu")) {
            assertThat(one.tryCores() && other.tryCores()).isTrue();
            assertThat(one.tryMemory(60, 100)).isTrue();
            assertThat(other.tryMemory(50, 100)).isFalse();
            assertThat(other.tryMemory(0, 100)).isTrue();
            one.close();
            assertThat(other.tryMemory(50, 100)).isTrue();
        }
    }

    @Test
    void whatIsUnlimitedIsNeverWaitedFor() {
        try (Reservation one = MachineBudget.unlimited().reserve(100, "cuda:0");
                Reservation other = MachineBudget.unlimited().reserve(100, "cuda:0")) {
            assertThat(one.tryCores() && other.tryCores()).isTrue();
            assertThat(one.tryMemory(10, 5) && other.tryMemory(10, 5)).isTrue();
        }
    }

    @Test
    void aJobWhoseEntryCannotBeReadCountsAsOneThatTakesEverything() throws Exception {
        try (Reservation one = budget().reserve(1, "cpu");
                Reservation other = budget().reserve(1, "cpu")) {
            assertThat(one.tryCores()).isTrue();
            Files.writeString(onlyEntry(), "{");
            assertThat(other.tryCores()).isFalse();
            assertThat(other.tryMemory(1, 1L << 40)).isFalse();
            one.close();
            assertThat(other.tryCores()).isTrue();
            assertThat(other.tryMemory(1, 1L << 40)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gate.lock", "of-another.lock"})
    void aFolderThatCannotBeUsedIsReportedAsSuch(String file) throws Exception {
        Files.writeString(folder.resolve("of-another.json"), "{}");
        Files.createDirectory(folder.resolve(file));
        try (Reservation one = budget().reserve(1, "cpu")) {
            assertThatExceptionOfType(BudgetUnavailableException.class).isThrownBy(one::tryCores);
            assertThat(budget().problem().orElseThrow())
                    .startsWith("jobs cannot share the cores and the memory of this machine in " + folder + ": ")
                    .contains(file);

            Files.delete(folder.resolve(file));
            assertThat(budget().problem()).isEmpty();
            assertThat(entries()).isZero();
            assertThat(one.tryCores()).isTrue();
        }
        assertThat(MachineBudget.unlimited().problem()).isEmpty();
    }

    @Test
    void aFolderAmongTheEntriesIsNone() throws Exception {
        Files.createDirectories(folder.resolve("x.json").resolve("y"));
        try (Reservation one = budget().reserve(2, "cpu")) {
            assertThat(one.tryCores()).isTrue();
        }
        assertThat(budget().problem()).isEmpty();
    }

    @Test
    void aKilledProcessLeavesItsCoresToOthers() throws Exception {
        try (ReservingProcess other = ReservingProcess.start(folder, 2);
                Reservation here = MachineBudget.shared(folder, 2).reserve(2, "cpu")) {
            other.awaitCores();
            assertThat(here.tryCores()).isFalse();
            assertThat(entries()).isEqualTo(2);
            other.kill();
            await().atMost(TIMEOUT).until(here::tryCores);
            assertThat(entries()).isOne();
        }
    }

    private MachineBudget budget() {
        InstantSource time = () -> now;
        return MachineBudget.shared(folder, 2, "here", time.withZone(ZoneOffset.UTC));
    }

    private Path onlyEntry() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private long entries() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
