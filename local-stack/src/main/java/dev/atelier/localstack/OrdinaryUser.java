package dev.atelier.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. For root this finds the words to put before a command: a user namespace in which
 * the process is nobody, or, where the kernel forbids those (as in most containers), a change of user that keeps the
 * right to reach the files. For everybody else there is nothing to put before it.
 */
final class OrdinaryUser {
    private static final String NOBODY = "65534";
    private static final List<String> NAMESPACE = List.of("unshare", "-U");
    private static final List<String> CHANGE_OF_USER = List.of(
            "setpriv",
            "--reuid=" + NOBODY,
            "--regid=" + NOBODY,
            "--clear-groups",
            // Without this the right to reach files is not counted where a program only asks whether it has it.
            "--securebits=+no_setuid_fixup",
            "--inh-caps=-all,+dac_override",
            "--ambient-caps=-all,+dac_override");

    private final List<String> prefix;

    private OrdinaryUser(List<String> prefix) {
        this.prefix = prefix;
    }

    /**
     * The first of the ways that works here.
     *
     * @throws IllegalStateException if this is root and none does
     */
    static OrdinaryUser find() {
        return ways().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' (package util-linux) "
                                + "could start it as nobody; run as an ordinary user"));
    }

    /** All ways that work here, the best first. */
    static List<OrdinaryUser> ways() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of(new OrdinaryUser(List.of()));
        }
        return Stream.of(NAMESPACE, CHANGE_OF_USER)
                .filter(OrdinaryUser::works)
                .map(OrdinaryUser::new)
                .toList();
    }

    /** With the change of user, whatever PostgreSQL shall own must belong to nobody. */
    void own(Path folder) throws IOException {
        if (prefix.equals(CHANGE_OF_USER)) {
            UserPrincipal nobody =
                    folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(NOBODY);
            Files.setOwner(folder, nobody);
        }
    }

    List<String> prefix() {
        return prefix;
    }

    private static boolean works(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add("true");
        try {
            Process probe = new ProcessBuilder(command).start();
            return probe.waitFor(5, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return prefix.isEmpty() ? "as it is" : prefix.getFirst();
    }
}
