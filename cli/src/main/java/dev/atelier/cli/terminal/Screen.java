package dev.atelier.cli.terminal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * What standard output and standard error are connected to, and what may be written there. Lines are drawn again and tables are
 * fitted to the width on a terminal only. {@code NO_COLOR} turns colours off, {@code CLICOLOR_FORCE} turns them on where there is
 * no terminal, and a terminal of the type {@code dumb} takes neither colours nor lines that are drawn again.
 *
 * @param terminals {@code out} and {@code err}, where they are terminals
 * @param environment variables
 * @param columns of the terminal
 */
public record Screen(Set<String> terminals, Map<String, String> environment, IntSupplier columns) {
    /** The system property in which the entry script passes which of {@code out} and {@code err} are terminals. */
    public static final String TERMINALS = "atelier.terminals";

    private static final String OUT = "out";
    private static final String ERR = "err";

    public Screen {
        terminals = Set.copyOf(terminals);
        environment = Map.copyOf(environment);
    }

    /** That of this process. */
    public static Screen ofProcess() {
        Set<String> terminals = Optional.ofNullable(System.getProperty(TERMINALS))
                .map(names -> Set.of(names.strip().split(" +")))
                .orElseGet(
                        () -> System.console() != null && System.console().isTerminal() ? Set.of(OUT, ERR) : Set.of());
        return new Screen(terminals, System.getenv(), new TerminalWidth());
    }

    /** Whether lines can be drawn again. */
    public boolean isInteractive(boolean errors) {
        return isTerminal(errors) && !isDumb();
    }

    /** Whether colours are shown. */
    public boolean isColoured(boolean errors) {
        if (isSet("NO_COLOR")) {
            return false;
        }
        return isSet("CLICOLOR_FORCE") && !"0".equals(environment.get("CLICOLOR_FORCE"))
                || isTerminal(errors) && !isDumb();
    }

    /** The columns of the terminal; no bound where there is none. */
    public int width(boolean errors) {
        return isTerminal(errors) ? columns.getAsInt() : Integer.MAX_VALUE;
    }

    private boolean isTerminal(boolean errors) {
        return terminals.contains(errors ? ERR : OUT);
    }

    private boolean isDumb() {
        return "dumb".equals(environment.get("TERM"));
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }
}
