package dev.atelier.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerTest {
    @Test
    void aClientHasWhatTheBrokerRequestsAndItsOwnSettingsWin() {
        Broker broker = Broker.of(Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "SASL_SSL", "acks", "1"));

        assertThat(broker.client(Map.of("acks", "all")))
                .isEqualTo(Map.of("bootstrap.servers", "a:1,b:2", "security.protocol", "SASL_SSL", "acks", "all"));
        assertThat(broker.servers()).isEqualTo("a:1,b:2");
    }

    @Test
    void whatIsPrintedHoldsNoPassword() {
        assertThat(Broker.of(Map.of("bootstrap.servers", "a:1", "sasl.jaas.config", "password=\"secret\"")))
                .hasToString("a:1");
    }

    @Test
    void aBrokerWithoutAnAddressIsRefused() {
        assertThatThrownBy(() -> Broker.of(Map.of("security.protocol", "SSL")))
                .hasMessage("kafka.bootstrap.servers is not set; expected host:port of a broker");
    }
}
