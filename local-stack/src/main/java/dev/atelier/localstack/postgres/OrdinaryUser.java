package dev.atelier.localstack.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The Unix user of a PostgreSQL server, which refuses to run as root. For root it is a user that nobody else is: a
 * number of its own for each folder, without a name, a group or any right. Such a user cannot walk to a folder below a
 * closed one, such as root's home, so the process is put into its folder and knows it as {@link #reach}. Everybody else
 * runs the server as themselves.
 */
final class OrdinaryUser {
    private static final int NOBODY = 65534;
    /** Numbers that no distribution, no service manager and no container runtime gives to anybody. */
    private static final int FIRST_UNUSED = 1_879_048_192;

    private static final int UNUSED = 1 << 28;
    /** Where only 65,536 numbers exist, as in a container without root's rights outside: those of passing services. */
    private static final int FIRST_PASSING = 61_184;

    private static final int PASSING = 4_336;

    private final OptionalInt uid;

    private OrdinaryUser(OptionalInt uid) {
        this.uid = uid;
    }

    /**
     * The user for the server of this folder.
     *
     * @throws IllegalStateException if this is root and no process can be started as anybody else
     */
    static OrdinaryUser of(Path folder) {
        return candidates(folder).stream()
                .filter(OrdinaryUser::works)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "PostgreSQL does not run as root, and 'setpriv' (package util-linux) could not start it as"
                                + " another user; run as an ordinary user"));
    }

    /** The users that a server of this folder may run as, the best first; not all may work on this machine. */
    static List<OrdinaryUser> candidates(Path folder) {
        if (!isRoot()) {
            return List.of(new OrdinaryUser(OptionalInt.empty()));
        }
        int hash = Math.abs(folder.toAbsolutePath().toString().hashCode() % UNUSED);
        return IntStream.of(FIRST_UNUSED + hash, FIRST_PASSING + hash % PASSING, NOBODY)
                .mapToObj(OptionalInt::of)
                .map(OrdinaryUser::new)
                .filter(user -> user.equals(named()) || !user.hasName())
                .toList();
    }

    /** A user with a name, as {@code initdb} and a server in single-user mode want it: nobody, for root. */
    static OrdinaryUser named() {
        return new OrdinaryUser(isRoot() ? OptionalInt.of(NOBODY) : OptionalInt.empty());
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether a process can be started as this user. */
    boolean works() {
        try {
            Process probe = new ProcessBuilder(command(Path.of("/"), List.of("true"))).start();
            return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The command that runs the given one as this user, in the folder. */
    List<String> command(Path folder, List<String> command) {
        if (uid.isEmpty()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of(
                "sh",
                "-c",
                "cd \"$0\" && exec \"$@\"",
                folder.toString(),
                "setpriv",
                "--reuid=" + uid.getAsInt(),
                "--regid=" + uid.getAsInt(),
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all",
                "--ambient-caps=-all"));
        all.addAll(command);
        return all;
    }

    /** How a process started by {@link #command} names its folder. */
    String reach(Path folder) {
        return uid.isEmpty() ? folder.toString() : "/proc/self/cwd";
    }

    /** Gives the folder and all in it to this user. */
    void own(Path folder) throws IOException {
        if (uid.isEmpty()) {
            return;
        }
        UserPrincipal owner =
                folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(uid.getAsInt() + "");
        if (Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return;
        }
        // The folder itself last: if this is interrupted, it is done again.
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Objects.requireNonNull(Files.getFileAttributeView(
                                path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS))
                        .setOwner(owner);
            }
        }
    }

    private boolean hasName() {
        String field = ":" + uid.orElseThrow() + ":";
        try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
            return users.anyMatch(line -> line.contains(field));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrdinaryUser user && user.uid.equals(uid);
    }

    @Override
    public int hashCode() {
        return uid.hashCode();
    }

    @Override
    public String toString() {
        return uid.isPresent() ? "as user " + uid.getAsInt() : "as the user of this process";
    }
}
