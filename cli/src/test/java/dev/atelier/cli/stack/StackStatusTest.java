package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.Health;
import dev.atelier.cli.stack.service.Service;
import dev.atelier.cli.stack.service.StackFolder;
import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackStatusTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void release() {
        never.countDown();
    }

    @Test
    void aServiceThatGivesNoAnswerIsSilentAndHoldsUpNobody() throws IOException {
        Service answers = service("answers", 4711, () -> Health.UP);
        Service hangs = service("hangs", 4712, () -> {
            awaitRelease();
            return Health.UP;
        });
        ChildProcess first = ChildProcess.start(answers.launch());
        ChildProcess second = ChildProcess.start(hangs.launch());
        try {
            assertThat(status(answers, hangs).health(Duration.ofMillis(10)))
                    .containsKey("answers")
                    .containsEntry("hangs", Health.silent(4712));
            assertThat(status(answers).health(GRACE)).isEqualTo(Map.of("answers", Health.UP));
        } finally {
            first.kill();
            second.kill();
        }
    }

    @Test
    void aServiceThatIsNotRecordedHoldsUpNobodyEither() throws IOException {
        Service hangs = service("hangs", 4712, () -> {
            awaitRelease();
            return Health.UP;
        });
        ChildProcess process = ChildProcess.start(hangs.launch());
        try {
            assertThat(status(hangs).records(Duration.ofMillis(10)))
                    .extracting(ServiceRecord::state)
                    .containsExactly(ServiceState.STARTING);
        } finally {
            process.kill();
        }
    }

    @Test
    void aServiceThatCannotBePolledIsSilent() throws IOException {
        Service fails = service("fails", 4713, () -> {
            throw new IllegalStateException("its passwords cannot be read");
        });
        ChildProcess process = ChildProcess.start(fails.launch());
        try {
            assertThat(status(fails).health(GRACE)).isEqualTo(Map.of("fails", Health.silent(4713)));
        } finally {
            process.kill();
        }
    }

    private StackStatus status(Service... services) {
        return new StackStatus(new StackFolder(folder), List.of(services), false);
    }

    private void awaitRelease() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its process does nothing until it is killed. */
    private Service service(String name, int port, Supplier<Health> readiness) throws IOException {
        String tag = Files.createFile(folder.resolve(name)).toString();
        return new Service() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int port() {
                return port;
            }

            @Override
            public Set<String> after() {
                return Set.of();
            }

            @Override
            public String tag() {
                return tag;
            }

            @Override
            public Launch launch() {
                return new Launch(
                        name,
                        List.of("tail", "-f", tag),
                        tag,
                        Map.of(),
                        folder.resolve(name + ".log"),
                        Launch.StopSignal.TERM,
                        GRACE);
            }

            @Override
            public void prepare() {}

            @Override
            public boolean isReady() {
                return readiness().isUp();
            }

            @Override
            public Health readiness() {
                return readiness.get();
            }
        };
    }
}
