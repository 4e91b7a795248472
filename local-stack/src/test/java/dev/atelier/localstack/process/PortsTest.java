package dev.atelier.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortsTest {
    private static final int FIRST_OF_OUTGOING_CONNECTIONS = 32_768;

    @Test
    void freePortsAreDifferentAndTakenByNoOutgoingConnection() {
        assertThat(Ports.free(50))
                .hasSize(50)
                .doesNotHaveDuplicates()
                .allMatch(Ports::isFree)
                .allMatch(port -> port < FIRST_OF_OUTGOING_CONNECTIONS);
    }
}
