package dev.atelier.localstack.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What makes a broker authenticate clients: TLS with a certificate of its own, users with passwords (SCRAM-SHA-512), and an
 * authorizer that denies everything by default. Only the {@linkplain #ADMINISTRATOR administrator} may do
 * everything, and anyone who reaches the controller's port, which stays on loopback.
 */
public final class BrokerSecurity {
    public static final String ADMINISTRATOR = "administrator";

    private static final String MECHANISM = "SCRAM-SHA-512";
    private static final int PASSWORD_BYTES = 24;

    private final Path keys;
    private final Path certificate;
    private final String keyPassword;
    private final SortedMap<String, String> passwords;

    private BrokerSecurity(Path folder, SortedMap<String, String> passwords) {
        this.keys = folder.resolve("broker.p12");
        this.certificate = folder.resolve("broker.pem");
        this.keyPassword = password();
        this.passwords = passwords;
    }

    /** Makes a certificate for localhost in the folder, and up to now unknown passwords for the users. */
    public static BrokerSecurity create(Path folder, Collection<String> users) {
        SortedMap<String, String> passwords = new TreeMap<>();
        passwords.put(ADMINISTRATOR, password());
        users.forEach(user -> passwords.put(user, password()));
        BrokerSecurity security = new BrokerSecurity(folder.toAbsolutePath(), passwords);
        security.makeCertificate();
        return security;
    }

    /** The settings with which a client connects as this user. */
    public Map<String, Object> client(String user) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                login(user),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                certificate.toString());
    }

    /** Lines of the broker's configuration. */
    List<String> settings() {
        return List.of(
                "inter.broker.listener.name=SASL_SSL",
                "listener.security.protocol.map=SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms=" + MECHANISM,
                "sasl.mechanism.inter.broker.protocol=" + MECHANISM,
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=" + login(ADMINISTRATOR),
                "ssl.keystore.type=PKCS12",
                "ssl.keystore.location=" + keys,
                "ssl.keystore.password=" + keyPassword,
                "ssl.truststore.type=PEM",
                "ssl.truststore.location=" + certificate,
                "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users=User:" + ADMINISTRATOR + ";User:ANONYMOUS");
    }

    /** Arguments for the storage tool that create the users. */
    List<String> formatArguments() {
        List<String> arguments = new ArrayList<>();
        passwords.forEach((user, password) -> arguments.addAll(
                List.of("--add-scram", "%s=[name=%s,password=%s]".formatted(MECHANISM, user, password))));
        return arguments;
    }

    private String login(String user) {
        String password = passwords.get(user);
        if (password == null) {
            throw new IllegalArgumentException("no user '" + user + "'; expected one of " + passwords.keySet());
        }
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                .formatted(user, password);
    }

    private void makeCertificate() {
        runKeytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12");
        runKeytool("-exportcert", "-rfc", "-file", certificate.toString());
    }

    private void runKeytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "broker", "-keystore", keys.toString(), "-storepass", keyPassword));
        try {
            Files.createDirectories(keys.getParent());
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a certificate in " + keys.getParent(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a certificate was made", e);
        }
    }

    private static String password() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
