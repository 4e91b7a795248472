package dev.atelier.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Atelier this is. The version is part of every job's id: another version may give another result. */
public final class Platform {
    private static final Properties PROPERTIES = load();

    private Platform() {}

    public static String version() {
        return PROPERTIES.getProperty("version");
    }

    /** The git commit that this was built from; {@code unknown} where it was not built in a checkout. */
    public static String commit() {
        String commit = PROPERTIES.getProperty("commit");
        return commit.startsWith("$") ? "unknown" : commit;
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = Platform.class.getResourceAsStream("platform.properties")) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
