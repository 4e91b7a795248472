package dev.atelier.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path folder;

    @Test
    void isFoundAgainByItsTagOnlyWhileItLives() {
        Launch launch = shell("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done");
        ChildProcess started = ChildProcess.start(launch);

        assertThat(ChildProcess.find(launch)).map(ChildProcess::pid).contains(started.pid());
        started.stop();

        assertThat(ChildProcess.find(launch)).isEmpty();
    }

    @Test
    void severalAreFoundByTheirTagsAtOnce() {
        Launch first = shell("one", "while :; do sleep 0.05; done");
        Launch second = shell("other", "while :; do sleep 0.05; done");
        ChildProcess one = ChildProcess.start(first);
        ChildProcess other = ChildProcess.start(second);

        Map<String, ProcessHandle> found = ChildProcess.find(Set.of(first.tag(), second.tag(), "nobody@" + folder));

        assertThat(found).containsOnlyKeys(first.tag(), second.tag());
        assertThat(found.get(first.tag()).pid()).isEqualTo(one.pid());
        assertThat(found.get(second.tag()).pid()).isEqualTo(other.pid());
        one.kill();
        other.kill();
    }

    @Test
    void killsAProcessThatDoesNotStopInTime() {
        Launch launch = shell("trap '' TERM; echo ready; while :; do sleep 0.05; done");
        ChildProcess stubborn = ChildProcess.start(launch);
        stubborn.awaitReady(() -> launch.log().toFile().length() > 0, Duration.ofSeconds(10));

        stubborn.stop();

        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void reportsTheOutputOfAProcessThatEndedTooSoon() {
        Launch launch = shell("echo no disk; exit 3");
        ChildProcess process = ChildProcess.start(launch);

        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofSeconds(10)))
                .isInstanceOf(StartFailedException.class)
                .hasMessage("probe ended before it was ready; the end of " + launch.log() + ":\nno disk");
    }

    @Test
    void reportsThatAProcessWasNotReadyInTime() {
        ChildProcess process = ChildProcess.start(shell("exec sleep 60"));

        assertThatThrownBy(() -> process.awaitReady(() -> false, Duration.ofMillis(50)))
                .isInstanceOf(StartFailedException.class)
                .hasMessageStartingWith("probe was not ready after 0 s");
        process.kill();
    }

    @Test
    void refusesATagThatTheProcessDoesNotShow() {
        assertThatThrownBy(() -> new Launch(
                        "probe",
                        List.of("sleep", "1"),
                        "elsewhere",
                        Map.of(),
                        folder.resolve("log"),
                        Launch.StopSignal.TERM,
                        Duration.ofSeconds(1)))
                .hasMessage("tag of probe is 'elsewhere'; expected one of the arguments of [sleep, 1]");
    }

    private Launch shell(String script) {
        return shell("probe", script);
    }

    private Launch shell(String name, String script) {
        String tag = name + "@" + folder;
        return new Launch(
                name,
                List.of("sh", "-c", script, tag),
                tag,
                Map.of(),
                folder.resolve(name + ".log"),
                Launch.StopSignal.TERM,
                Duration.ofMillis(300));
    }
}
