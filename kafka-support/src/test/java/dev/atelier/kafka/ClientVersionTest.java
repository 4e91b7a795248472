package dev.atelier.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientVersionTest {
    @Test
    void theVersionIsThatOfTheJar() throws Exception {
        String jar = org.apache.kafka.clients.KafkaClient.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(jar).endsWith("kafka-clients-" + ClientVersion.read() + ".jar");
    }
}
