package dev.atelier.cli;

import dev.atelier.cli.command.job.CancelCommand;
import dev.atelier.cli.command.job.JobCommand;
import dev.atelier.cli.command.job.JobsCommand;
import dev.atelier.cli.command.job.PinCommand;
import dev.atelier.cli.command.job.RestoreCommand;
import dev.atelier.cli.command.job.UnpinCommand;
import dev.atelier.cli.command.job.VerifyCommand;
import dev.atelier.cli.command.machine.BenchCommand;
import dev.atelier.cli.command.machine.DoctorCommand;
import dev.atelier.cli.command.stack.DownCommand;
import dev.atelier.cli.command.stack.GcCommand;
import dev.atelier.cli.command.stack.LogsCommand;
import dev.atelier.cli.command.stack.RebuildCommand;
import dev.atelier.cli.command.stack.StatusCommand;
import dev.atelier.cli.command.stack.UpCommand;
import dev.atelier.cli.command.study.ExportCommand;
import dev.atelier.cli.command.study.ReportCommand;
import dev.atelier.cli.command.submission.RunCommand;
import dev.atelier.cli.command.submission.SubmitCommand;
import dev.atelier.cli.invocation.Invocation;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command {@code atelier}: its subcommands. */
@Command(
        name = "atelier",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Trains neural networks as a set of event-driven services on this machine.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            SubmitCommand.class,
            JobsCommand.class,
            JobCommand.class,
            CancelCommand.class,
            VerifyCommand.class,
            RestoreCommand.class,
            ReportCommand.class,
            ExportCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            RebuildCommand.class,
            PinCommand.class,
            UnpinCommand.class,
            GcCommand.class,
            BenchCommand.class,
            DoctorCommand.class
        },
        footer = {
            "",
            "  test    Build everything and run every test; arguments go to Maven.",
            "",
            "Try: atelier run studies/quickstart.yaml"
        })
final class Atelier extends Invocation implements Runnable {
    Atelier(Path root) {
        super(root);
    }

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("atelier.root", ""));
        CommandLine commandLine = commandLine(new Atelier(root));
        int exitCode = commandLine.execute(arguments);
        commandLine.getOut().flush();
        System.exit(exitCode);
    }

    static CommandLine commandLine(Atelier atelier) {
        CommandLine commandLine = new CommandLine(atelier);
        // Only who reads it needs the families' descriptors for it.
        Objects.requireNonNull(commandLine.getSubcommands().get("bench"))
                .getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, help -> BenchCommand.description(atelier.root()));
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(new ErrorSentences(atelier::hints));
    }

    @Override
    public void run() {
        printUsage();
    }
}
