package dev.atelier.localstack.postgres;

import dev.atelier.localstack.process.ChildProcess;
import dev.atelier.localstack.process.Folders;
import dev.atelier.localstack.process.Launch;
import dev.atelier.localstack.process.StartFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.util.PasswordUtil;

/**
 * The data of a PostgreSQL server while it does not run: initialised where there are none, and closed to users who have no
 * password. That holds for data of earlier versions too, which let every user of the machine in as superuser.
 */
final class PostgresData {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final Path folder;
    private final Path data;
    private final OrdinaryUser user;
    private final OrdinaryUser preparer = OrdinaryUser.named();
    private final PostgresPasswords passwords;

    PostgresData(Path folder, OrdinaryUser user, PostgresPasswords passwords) {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.user = user;
        this.passwords = passwords;
    }

    /** @throws IllegalStateException if a server runs on the data */
    void prepare() throws IOException {
        Files.createDirectories(folder);
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise();
        }
        PostgresLeftovers.clear(data);
        if (passwords.find(PostgresServer.ADMINISTRATOR).isEmpty()) {
            close();
        }
        user.own(data);
    }

    /** Elsewhere first: an initialisation that is cut off leaves nothing that looks like data. */
    private void initialise() throws IOException {
        Path fresh = folder.resolve("data.new");
        Folders.delete(fresh);
        Folders.delete(data);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        preparer.own(fresh);
        String place = "--pgdata=" + preparer.reach(fresh);
        List<String> command = List.of(
                PostgresServer.program("initdb"),
                place,
                "--username=" + PostgresServer.ADMINISTRATOR,
                "--auth=reject",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums");
        Launch launch = new Launch(
                "initdb",
                preparer.command(fresh, command),
                place,
                Map.of("LC_ALL", "C"),
                folder.resolve("initdb.log"),
                Launch.StopSignal.TERM,
                LIMIT);
        ChildProcess initdb = ChildProcess.start(launch);
        if (!initdb.awaitExit(LIMIT) || !Files.exists(fresh.resolve("global/pg_control"))) {
            initdb.kill();
            throw new StartFailedException(launch, "did not initialise the folder");
        }
        Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Done again as a whole where it was cut off: the password is stored last. */
    private void close() throws IOException {
        preparer.own(data);
        String password = PostgresPasswords.generate();
        run(
                String.join("\n", administration(PasswordUtil.encodeScramSha256(password.toCharArray()))) + "\n",
                PostgresServer.program("postgres"),
                "--single",
                "-D",
                preparer.reach(data),
                "-c",
                "exit_on_error=on",
                "-c",
                "log_min_error_statement=panic",
                "-c",
                "log_checkpoints=off",
                "postgres");
        run(ACCESS, "sh", "-c", "cat >\"$0/pg_hba.conf\"", preparer.reach(data));
        passwords.put(PostgresServer.ADMINISTRATOR, password);
    }

    /**
     * A statement a line. The administrator is the role that the folder was initialised with, whatever it was called; a
     * session cannot rename its own role. The verifier stands for the password, which the server never sees.
     */
    private static List<String> administration(String verifier) {
        return List.of(
                "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'preparer') THEN"
                        + " CREATE ROLE preparer SUPERUSER; END IF; END $$",
                "SET SESSION AUTHORIZATION preparer",
                "DO $$ DECLARE name text := (SELECT rolname FROM pg_roles WHERE oid = 10);"
                        + " BEGIN IF name <> '%1$s' THEN EXECUTE format('ALTER ROLE %%I RENAME TO %1$s', name);"
                                .formatted(PostgresServer.ADMINISTRATOR)
                        + " END IF; END $$",
                "SET SESSION AUTHORIZATION " + PostgresServer.ADMINISTRATOR,
                "DROP ROLE preparer",
                "ALTER ROLE " + PostgresServer.ADMINISTRATOR + " PASSWORD '" + verifier + "'");
    }

    private void run(String input, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(preparer.command(data, List.of(command))).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IOException("PostgreSQL's data in " + data + " cannot be closed to users without a password: "
                        + command[0] + " printed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL's data were prepared", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
