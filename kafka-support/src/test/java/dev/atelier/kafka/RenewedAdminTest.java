package dev.atelier.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class RenewedAdminTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aClientThatAnswersIsKept() throws Exception {
        try (RenewedAdmin admin = new RenewedAdmin(Broker.at(Infrastructure.bootstrapServers()), LIMIT)) {
            Admin first = admin.client();
            assertThat(first.describeCluster().clusterId().get()).isNotEmpty();
            assertThat(admin.client()).isSameAs(first);
        }
    }

    @Test
    void aClientThatNobodyGetsAnAnswerFromIsReplaced() throws Exception {
        try (RenewedAdmin admin = new RenewedAdmin(Broker.at(Infrastructure.bootstrapServers()), LIMIT)) {
            Admin dead = admin.client();
            dead.describeCluster().clusterId().get();
            dead.close(Duration.ZERO);

            await().atMost(LIMIT)
                    .ignoreException(ExecutionException.class)
                    .until(() -> admin.client().describeCluster().clusterId().get() != null);
            assertThat(admin.client()).isNotSameAs(dead);
        }
    }

    @Test
    void aClientOfASilentBrokerIsReplaced() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RenewedAdmin admin =
                        new RenewedAdmin(Broker.at("localhost:" + silent.getLocalPort()), Duration.ofMillis(200))) {
            Admin first = admin.client();
            await().atMost(LIMIT).until(() -> admin.client() != first);
        }
    }
}
