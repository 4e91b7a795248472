package dev.atelier.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void theBuildWritesItsVersionAndCommit() {
        assertThat(Platform.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Platform.commit()).matches("[0-9a-f]{40}|unknown");
    }
}
