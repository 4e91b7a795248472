package dev.atelier.contracts.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.contracts.event.ArtifactsPinned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PinStateTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Provide
    Arbitrary<List<ArtifactsPinned>> pins() {
        return Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.integers().between(0, 5000))
                .as((isPinned, nanos) -> new ArtifactsPinned("job", isPinned, "", NOON.plusNanos(nanos)))
                .list()
                .ofMaxSize(10);
    }

    @Property
    void theSameEventsComeToTheSameStateInAnyOrderAndNumber(
            @ForAll("pins") List<ArtifactsPinned> pins, @ForAll Random random) {
        List<ArtifactsPinned> shuffled = new ArrayList<>(pins);
        shuffled.addAll(pins);
        Collections.shuffle(shuffled, random);

        assertThat(fold(shuffled)).isEqualTo(fold(pins));
    }

    private static Optional<PinState> fold(List<ArtifactsPinned> pins) {
        Optional<PinState> state = Optional.empty();
        for (ArtifactsPinned pin : pins) {
            PinState next = PinState.of(pin);
            state = next.isNewerThan(state) ? Optional.of(next) : state;
        }
        return state;
    }
}
