package dev.atelier.cli.command.study;

import dev.atelier.cli.invocation.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code atelier export}: results for other systems. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write results into another system.",
        synopsisSubcommandLabel = "SYSTEM",
        subcommands = ExportMlflowCommand.class)
public final class ExportCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    Invocation atelier() {
        return atelier;
    }
}
