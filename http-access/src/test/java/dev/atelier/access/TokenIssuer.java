package dev.atelier.access;

import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * Issues tokens, as an identity provider does.
 *
 * @param name what the tokens' claim {@code iss} says
 */
public record TokenIssuer(String name, KeyPair keys) {
    private static final Duration LIFE = Duration.ofMinutes(10);

    /** An issuer with a key of its own. */
    public static TokenIssuer named(String name) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new TokenIssuer(name, generator.generateKeyPair());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes the key by which tokens are checked. */
    public Path writeKey(Path file) {
        try {
            return Files.writeString(
                    file,
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(keys.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token of ten minutes. */
    public String token(String role) {
        return token(role, Instant.now().plus(LIFE));
    }

    String token(String role, Instant until) {
        return Jwt.issuer(name)
                .upn("somebody")
                .groups(role)
                .issuedAt(until.minus(LIFE))
                .expiresAt(until)
                .sign(keys.getPrivate());
    }
}
