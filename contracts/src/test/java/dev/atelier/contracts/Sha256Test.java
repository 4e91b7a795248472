package dev.atelier.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class Sha256Test {
    /** The first example of FIPS 180-4. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void theDigestOfTheStandardsExampleIsTheStandards() {
        MessageDigest pieces = Sha256.create();
        pieces.update((byte) 'a');
        pieces.update("bc".getBytes(StandardCharsets.UTF_8));

        assertThat(Sha256.of("abc")).isEqualTo(ABC);
        assertThat(Sha256.hex(pieces)).isEqualTo(ABC);
    }
}
