package dev.atelier.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackPortsTest {
    @Test
    void areTheDocumentedOnesUnlessMoved() {
        assertThat(StackPorts.DEFAULT).isEqualTo(new StackPorts(8180, 8181, 8182, 8183, 8184, 19092, 19093, 15432));
        assertThat(StackPorts.from(28000))
                .isEqualTo(new StackPorts(28000, 28001, 28002, 28003, 28004, 28010, 28011, 28012));
    }

    @Test
    void areAllDifferentAndAllPorts() {
        StackPorts last = StackPorts.from(65_523);
        List<Integer> all = List.of(
                last.results(),
                last.dataset(),
                last.mlp(),
                last.cnn(),
                last.transfer(),
                last.kafka(),
                last.controller(),
                last.postgres());
        assertThat(all).allMatch(port -> port <= 65_535);
        assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    }

    @Test
    void refuseABaseThatLeavesNoRoom() {
        assertThatThrownBy(() -> StackPorts.from(80))
                .hasMessage("--port-base is 80; expected a number from 1024 to 65523");
    }
}
