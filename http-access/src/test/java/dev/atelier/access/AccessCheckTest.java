package dev.atelier.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessCheckTest {
    @Test
    void reportsWhatIsMissingWhereTokensCannotBeChecked() {
        assertThatThrownBy(() -> check(Optional.empty(), Optional.of("https://issuer.example")))
                .hasMessage(
                        "mp.jwt.verify.publickey.location is not set, and atelier.access.tokens is true; expected the file"
                                + " or address of the issuer's public keys");
        assertThatThrownBy(() -> check(Optional.of("/keys.pem"), Optional.of(" ")))
                .hasMessage(
                        "mp.jwt.verify.issuer is not set, and atelier.access.tokens is true; expected the issuer of the"
                                + " tokens, as their claim iss has it");
    }

    @Test
    void isContentWhereTheyCan() {
        assertThatCode(() -> check(Optional.of("/keys.pem"), Optional.of("https://issuer.example")))
                .doesNotThrowAnyException();
    }

    private static void check(Optional<String> keys, Optional<String> issuer) {
        new AccessCheck(true, "0.0.0.0", keys, Optional.empty(), issuer);
    }
}
