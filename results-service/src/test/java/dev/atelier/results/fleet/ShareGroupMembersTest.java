package dev.atelier.results.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atelier.kafka.RenewedAdmin;
import dev.atelier.kafka.broker.Broker;
import dev.atelier.localstack.testing.Infrastructure;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareGroupMembersTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aClientThatAnswersNobodyIsReplaced() {
        RenewedAdmin admin = new RenewedAdmin(Broker.at(Infrastructure.bootstrapServers()), LIMIT);
        admin.client().close(Duration.ZERO);
        ShareGroupMembers workers = new ShareGroupMembers(admin);

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(workers.byFamily().values()).containsOnly(Optional.of(0)));
        workers.close();
    }

    @Test
    void nobodyIsKnownWhereNoClientCanBeMade() {
        ShareGroupMembers workers = new ShareGroupMembers(Broker.at("no address"));

        assertThat(workers.byFamily().values()).containsOnly(Optional.empty());
        workers.close();
    }
}
