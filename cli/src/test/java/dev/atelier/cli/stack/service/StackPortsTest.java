package dev.atelier.cli.stack.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.contracts.family.Families;
import dev.atelier.contracts.family.FamilyDescriptor;
import dev.atelier.contracts.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackPortsTest {
    private static final List<FamilyDescriptor> FAMILIES = Families.all();

    @Test
    void areTheDocumentedOnesUnlessMoved() {
        assertThat(StackPorts.usual(FAMILIES))
                .isEqualTo(new StackPorts(
                        8180, 8181, Map.of("mlp", 8182, "cnn", 8183, "transfer", 8184), 19092, 19093, 15432, null));
        assertThat(StackPorts.from(28000, FAMILIES))
                .isEqualTo(new StackPorts(
                        28000,
                        28001,
                        Map.of("mlp", 28002, "cnn", 28003, "transfer", 28004),
                        28010,
                        28011,
                        28012,
                        null));
    }

    @Test
    void areAllDifferentAndAllPorts() {
        for (StackPorts ports : List.of(StackPorts.usual(FAMILIES), StackPorts.from(65_521, FAMILIES))) {
            List<Integer> all = new ArrayList<>(ports.trainers().values());
            all.addAll(List.of(ports.results(), ports.dataset(), ports.kafka(), ports.controller(), ports.postgres()));
            StackPorts.Monitoring monitoring = ports.withMonitoring().monitoring();
            all.addAll(List.of(monitoring.prometheus(), monitoring.grafana()));
            assertThat(all).hasSize(FAMILIES.size() + 7).allMatch(port -> port <= 65_535);
            assertThat(new HashSet<>(all)).hasSameSizeAs(all);
        }
    }

    @Test
    void ofAStackThatAnEarlierVersionStartedAreRead() {
        String written = """
                {"results": 28000, "dataset": 28001, "mlp": 28002, "cnn": 28003, "transfer": 28004,
                 "kafka": 28010, "controller": 28011, "postgres": 28012}""";
        assertThat(Json.read(written.getBytes(StandardCharsets.UTF_8), StackPorts.class))
                .isEqualTo(StackPorts.from(28000, FAMILIES));
    }

    @Test
    void refuseMoreFamiliesThanTheRowHasRoomFor() {
        List<FamilyDescriptor> nine = Collections.nCopies(9, FAMILIES.getFirst());
        assertThatThrownBy(() -> StackPorts.from(28000, nine))
                .hasMessageContaining("there are 9 families; expected at most 8");
    }

    @Test
    void refuseABaseThatLeavesNoRoom() {
        assertThatThrownBy(() -> StackPorts.from(80, FAMILIES))
                .hasMessage("--port-base is 80; expected a number from 1024 to 65521");
    }
}
