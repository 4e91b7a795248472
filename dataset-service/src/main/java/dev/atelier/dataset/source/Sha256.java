package dev.atelier.dataset.source;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digest that identifies files and datasets. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every JDK has SHA-256", e);
        }
    }
}
