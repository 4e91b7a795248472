package dev.atelier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** {@code atelier export}: results for other systems. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Write results into another system.",
        synopsisSubcommandLabel = "SYSTEM",
        subcommands = ExportMlflowCommand.class)
final class ExportCommand {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Atelier atelier;

    Atelier atelier() {
        return atelier;
    }
}
