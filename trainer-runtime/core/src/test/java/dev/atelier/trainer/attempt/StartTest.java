package dev.atelier.trainer.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.trainer.checkpoint.CheckpointStore;
import dev.atelier.trainer.checkpoint.JobCheckpoints;
import dev.atelier.trainer.checkpoint.QueuePlace;
import dev.atelier.trainer.checkpoint.SampleCheckpoints;
import dev.atelier.trainer.run.KeptCheckpoints;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    @TempDir
    private Path folder;

    private JobCheckpoints checkpoints;

    @BeforeEach
    void open() {
        checkpoints = new CheckpointStore(folder).of(TestJobs.newId());
    }

    @Test
    void processesThatAreKilledDoNotFailAJobAsSoonAsErrorsDo() throws Exception {
        for (int killed = 0; killed < 10; killed++) {
            assertThat(start("run-" + killed).exhausted())
                    .as("after %d", killed)
                    .isFalse();
        }
        Start after = start("after");
        assertThat(after.exhausted()).isTrue();
        assertThat(after.fruitlessStartsBefore()).isEqualTo(10);
    }

    @Test
    void threeStartsFailAJobWhereOneOfThemSaidWhy() throws Exception {
        start("killed");
        start("failed").fail("the second layer is cursed");
        Start last = start("killed again");
        assertThat(last.exhausted()).isFalse();
        assertThat(last.isLast()).isTrue();
        assertThat(start("after").exhausted()).isTrue();
    }

    @Test
    void aCheckpointIsKeptWhereTheLastOneAloneHasRoom() throws Exception {
        var store = new CheckpointStore(folder);
        checkpoints = store.of(SampleCheckpoints.JOB);
        Start start = start("a");
        checkpoints.save(SampleCheckpoints.checkpoint("a", 1, 1, false));
        checkpoints.save(SampleCheckpoints.checkpoint("a", 2, 1, false));
        long last = checkpoints.lastBytes();
        assertThat(last).isLessThan(checkpoints.bytes());

        start.end(NOW, Optional.of(new KeptCheckpoints(store, 4 * last)));
        assertThat(checkpoints.latest()).isPresent();

        start.end(NOW, Optional.of(new KeptCheckpoints(store, 4 * last - 4)));
        assertThat(checkpoints.latest()).isEmpty();
    }

    private Start start(String run) throws Exception {
        return Start.claim(checkpoints, run, Optional.empty(), QueuePlace.ofTime(NOW), NOW);
    }
}
