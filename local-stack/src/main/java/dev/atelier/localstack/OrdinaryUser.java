package dev.atelier.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

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
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override");

    private final List<String> prefix;

    private OrdinaryUser(List<String> prefix) {
        this.prefix = prefix;
    }

    static OrdinaryUser find() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return new OrdinaryUser(List.of());
        }
        if (works(NAMESPACE)) {
            return new OrdinaryUser(NAMESPACE);
        }
        if (works(CHANGE_OF_USER)) {
            return new OrdinaryUser(CHANGE_OF_USER);
        }
        throw new IllegalStateException("PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' "
                + "(package util-linux) could start it as nobody; run as an ordinary user");
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
        Supplier<Optional<Process>> start = () -> {
            try {
                List<String> command = new java.util.ArrayList<>(prefix);
                command.add("true");
                return Optional.of(new ProcessBuilder(command).start());
            } catch (IOException e) {
                return Optional.empty();
            }
        };
        try {
            Optional<Process> probe = start.get();
            return probe.isPresent()
                    && probe.get().waitFor(5, TimeUnit.SECONDS)
                    && probe.get().exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
