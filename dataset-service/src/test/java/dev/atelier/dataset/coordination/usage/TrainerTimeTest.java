package dev.atelier.dataset.coordination.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.contracts.family.Family;
import dev.atelier.dataset.coordination.usage.TrainerTime.Account;
import dev.atelier.dataset.coordination.usage.TrainerTime.Charge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrainerTimeTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Account ADA = new Account(new Family("mlp"), "ada/lovelace");

    @Test
    void halfOfItCountsNoLongerAfterEachHalfLife() {
        TrainerTime time = new TrainerTime();
        time.add(new Charge(ADA, Duration.ofSeconds(80), true, NOON));

        assertThat(time.of(ADA, NOON).seconds()).isEqualTo(80);
        assertThat(time.of(ADA, NOON.plus(Usage.HALF_LIFE)).seconds()).isEqualTo(40);
        assertThat(time.of(ADA, NOON.plus(Usage.HALF_LIFE.multipliedBy(3))).seconds())
                .isEqualTo(10);
        assertThat(time.of(new Account(new Family("cnn"), "ada/lovelace"), NOON).seconds())
                .isZero();
        assertThat(time.meanRound(new Family("mlp"), NOON.plusSeconds(100))).contains(Duration.ofSeconds(80));
    }

    @Test
    void theSumIsTheSameInAnyOrder() {
        Random random = new Random(1);
        List<Charge> charges = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            charges.add(new Charge(
                    ADA,
                    Duration.ofMillis(random.nextInt(60_000)),
                    i % 3 == 0,
                    NOON.plusSeconds(random.nextInt(7200))));
        }
        double first = sum(charges);
        Collections.shuffle(charges, random);

        assertThat(sum(charges)).isCloseTo(first, within(1e-9 * first));
    }

    @Test
    void whatNoLongerCountsIsForgotten() {
        TrainerTime time = new TrainerTime();
        time.add(new Charge(ADA, Duration.ofSeconds(80), true, NOON));

        assertThat(time.forget(NOON.plus(Duration.ofHours(1)))).isEmpty();
        assertThat(time.forget(NOON.plus(Duration.ofHours(4)))).containsExactly(ADA);
        assertThat(time.accounts()).isEmpty();
    }

    @Test
    void anAccountIsReadAsItWasWritten() {
        assertThat(Account.parse(ADA.text())).isEqualTo(ADA);
        assertThat(Account.parse(new Account(new Family("mlp"), "").text()))
                .isEqualTo(new Account(new Family("mlp"), ""));
    }

    private static double sum(List<Charge> charges) {
        TrainerTime time = new TrainerTime();
        charges.forEach(time::add);
        return time.of(ADA, NOON.plusSeconds(7200)).seconds();
    }
}
