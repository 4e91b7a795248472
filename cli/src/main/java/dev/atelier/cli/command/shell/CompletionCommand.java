package dev.atelier.cli.command.shell;

import dev.atelier.cli.invocation.Invocation;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code atelier completion SHELL}: a script for the shell's completion. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = {
            "Print a script that completes commands, options and their values.",
            "The shell must source it: in ~/.bashrc, or with zsh in ~/.zshrc."
        })
public final class CompletionCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Shell shell;

    /** A shell that the script completes in; zsh reads that of bash. */
    public enum Shell {
        bash,
        zsh
    }

    @Override
    public Integer call() {
        String start = shell == Shell.zsh ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
        atelier.out().print(start + AutoComplete.bash("atelier", spec.root().commandLine()));
        atelier.out().flush();
        return 0;
    }
}
