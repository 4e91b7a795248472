package dev.atelier.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {
    private static final long GIB = 1L << 30;

    @TempDir
    Path root;

    @BeforeEach
    void machine() throws IOException {
        write("proc/meminfo", "MemTotal:       16777216 kB\nMemFree:         1000000 kB\n");
    }

    @Test
    void isTheMachinesWhereNothingLimitsIt() throws IOException {
        assertThat(limit()).isEqualTo(16 * GIB);

        write("proc/self/cgroup", "0::/user.slice\n");
        write("sys/fs/cgroup/user.slice/memory.max", "max\n");
        assertThat(limit()).isEqualTo(16 * GIB);

        write("proc/self/cgroup", "3:cpu,memory:/\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(limit()).isEqualTo(16 * GIB);
    }

    @Test
    void isTheLeastLimitOfVersion2OnTheWayUp() throws IOException {
        write("proc/self/cgroup", "0::/system.slice/atelier.service\n");
        write("sys/fs/cgroup/system.slice/memory.max", Long.toString(3 * GIB));
        write("sys/fs/cgroup/system.slice/atelier.service/memory.max", Long.toString(5 * GIB));

        assertThat(limit()).isEqualTo(3 * GIB);
    }

    @Test
    void isThatOfVersion1AlsoBesideAnEmptyVersion2() throws IOException {
        write("proc/self/cgroup", "5:cpuset:/\n4:memory:/docker/4711\n0::/\n");
        write("sys/fs/cgroup/memory/docker/4711/memory.limit_in_bytes", Long.toString(2 * GIB));

        assertThat(limit()).isEqualTo(2 * GIB);
    }

    @Test
    void isThatOfTheContainerWhoseGroupIsNamedFromOutside() throws IOException {
        write("proc/self/cgroup", "4:memory:/docker/4711\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", Long.toString(GIB));
        assertThat(limit()).isEqualTo(GIB);

        write("proc/self/cgroup", "0::/../../elsewhere\n");
        write("sys/fs/cgroup/memory.max", Long.toString(2 * GIB));
        assertThat(limit()).isEqualTo(2 * GIB);
    }

    @Test
    void isNoMoreThanTheMachineHas() throws IOException {
        write("proc/self/cgroup", "0::/\n");
        write("sys/fs/cgroup/memory.max", Long.toString(64 * GIB));

        assertThat(limit()).isEqualTo(16 * GIB);
        assertThat(MachineMemory.bytes()).isPositive();
    }

    private long limit() {
        return new MachineMemory(root).limit().orElseThrow();
    }

    private void write(String file, String content) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
