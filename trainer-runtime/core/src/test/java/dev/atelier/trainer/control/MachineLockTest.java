package dev.atelier.trainer.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineLockTest {
    @TempDir
    private Path folder;

    @Test
    void onlyOneHasTheTurnUntilItEnds() {
        MachineLock one = MachineLock.byFile(folder.resolve("new/lock"));
        MachineLock other = MachineLock.byFile(folder.resolve("new/lock"));
        MachineLock.Held taken = one.tryLock().orElseThrow();
        assertThat(other.tryLock()).isEmpty();
        assertThat(one.tryLock()).isEmpty();
        taken.close();
        MachineLock.Held next = other.tryLock().orElseThrow();
        assertThat(one.tryLock()).isEmpty();
        next.close();
    }

    @Test
    void itCanAlwaysBeEverybodysTurn() {
        MachineLock lock = MachineLock.always();
        assertThat(lock.tryLock()).isPresent();
        assertThat(lock.tryLock()).isPresent();
    }
}
