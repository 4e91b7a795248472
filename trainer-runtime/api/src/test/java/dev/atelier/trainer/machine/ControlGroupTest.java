package dev.atelier.trainer.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files as Linux shows them. */
class ControlGroupTest {
    private static final String VERSION_2 =
            "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate";
    private static final String VERSION_1 = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory";
    private static final long MEBI = 1L << 20;

    @TempDir
    private Path root;

    @Test
    void theSmallestLimitOnThePathHolds() throws IOException {
        write("proc/self/mountinfo", VERSION_2);
        write("proc/self/cgroup", "0::/pods/trainer/main");
        write("sys/fs/cgroup/pods/memory.max", String.valueOf(900 * MEBI));
        write("sys/fs/cgroup/pods/trainer/memory.max", String.valueOf(500 * MEBI));
        write("sys/fs/cgroup/pods/trainer/main/memory.max", "max");
        write("sys/fs/cgroup/pods/other/memory.max", String.valueOf(MEBI));
        assertThat(ControlGroup.memoryLimit(root)).hasValue(500 * MEBI);
    }

    @Test
    void aContainerWithANamespaceOfItsOwnIsAtTheRoot() throws IOException {
        write("proc/self/mountinfo", VERSION_2);
        write("proc/self/cgroup", "0::/");
        write("sys/fs/cgroup/memory.max", String.valueOf(700 * MEBI));
        assertThat(ControlGroup.memoryLimit(root)).hasValue(700 * MEBI);
    }

    @Test
    void version1IsKnownNestedToo() throws IOException {
        write("proc/self/mountinfo", "29 23 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu", VERSION_1);
        write("proc/self/cgroup", "4:memory:/a/b", "1:cpu:/x", "0::/");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
        write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", String.valueOf(300 * MEBI));
        write("sys/fs/cgroup/memory/a/b/memory.limit_in_bytes", String.valueOf(400 * MEBI));
        assertThat(ControlGroup.memoryLimit(root)).hasValue(300 * MEBI);
    }

    @Test
    void aContainerThatSeesItsGroupMountedAsTheRootFindsItsLimit() throws IOException {
        write("proc/self/mountinfo", VERSION_1.replace("0:32 / ", "0:32 /docker/abc "));
        write("proc/self/cgroup", "4:memory:/docker/abc");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", String.valueOf(200 * MEBI));
        assertThat(ControlGroup.memoryLimit(root)).hasValue(200 * MEBI);
    }

    @Test
    void aGroupThatIsNotSeenLeavesTheLimitOfTheMount() throws IOException {
        write("proc/self/mountinfo", VERSION_2);
        write("proc/self/cgroup", "0::/../../elsewhere");
        write("sys/fs/cgroup/memory.max", String.valueOf(100 * MEBI));
        assertThat(ControlGroup.memoryLimit(root)).hasValue(100 * MEBI);
    }

    @Test
    void withoutALimitThereIsNone() throws IOException {
        assertThat(ControlGroup.memoryLimit(root)).isEmpty();
        write("proc/self/mountinfo", VERSION_1, VERSION_2, "no mount at all");
        write("proc/self/cgroup", "4:memory:/a", "0::/a");
        write("sys/fs/cgroup/memory/a/memory.limit_in_bytes", "9223372036854771712");
        write("sys/fs/cgroup/a/memory.max", "max");
        assertThat(ControlGroup.memoryLimit(root)).isEmpty();
    }

    @Test
    void theMachineHasNoMoreThanTheJvmSees() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        assertThat(Machine.memoryBytes()).isPositive().isLessThanOrEqualTo(system.getTotalMemorySize());
    }

    private void write(String file, String... lines) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, java.util.List.of(lines));
    }
}
