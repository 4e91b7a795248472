package dev.atelier.cli;

import dev.atelier.cli.command.job.CancelCommand;
import dev.atelier.cli.command.job.ExtendCommand;
import dev.atelier.cli.command.job.ForkCommand;
import dev.atelier.cli.command.job.JobCommand;
import dev.atelier.cli.command.job.JobsCommand;
import dev.atelier.cli.command.job.PauseCommand;
import dev.atelier.cli.command.job.PinCommand;
import dev.atelier.cli.command.job.RestoreCommand;
import dev.atelier.cli.command.job.ResumeCommand;
import dev.atelier.cli.command.job.UnpinCommand;
import dev.atelier.cli.command.job.VerifyCommand;
import dev.atelier.cli.command.machine.BenchCommand;
import dev.atelier.cli.command.machine.DoctorCommand;
import dev.atelier.cli.command.shell.BuildCommand;
import dev.atelier.cli.command.shell.CompletionCommand;
import dev.atelier.cli.command.shell.TestCommand;
import dev.atelier.cli.command.stack.DownCommand;
import dev.atelier.cli.command.stack.GcCommand;
import dev.atelier.cli.command.stack.LogsCommand;
import dev.atelier.cli.command.stack.RebuildCommand;
import dev.atelier.cli.command.stack.StatusCommand;
import dev.atelier.cli.command.stack.UpCommand;
import dev.atelier.cli.command.study.ExportCommand;
import dev.atelier.cli.command.study.ReportCommand;
import dev.atelier.cli.command.study.StudiesCommand;
import dev.atelier.cli.command.submission.FollowCommand;
import dev.atelier.cli.command.submission.RunCommand;
import dev.atelier.cli.command.submission.SubmitCommand;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.terminal.OutputClosedException;
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
            FollowCommand.class,
            JobsCommand.class,
            JobCommand.class,
            CancelCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            ForkCommand.class,
            ExtendCommand.class,
            VerifyCommand.class,
            RestoreCommand.class,
            StudiesCommand.class,
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
            BuildCommand.class,
            TestCommand.class,
            DoctorCommand.class,
            CompletionCommand.class
        },
        exitCodeListHeading = "%nExit codes of all commands:%n",
        exitCodeList = {
            "0:success: it is done, and every job completed",
            "1:failure: it could not be done, or not every job completed",
            "2:invalid command line: a command or an option is unknown or missing, or a value is not allowed",
            "130:interrupted; submitted jobs continue",
            "141:the output could not be printed: its reader ended, or the disk is full"
        },
        footer = {
            "",
            "NO_COLOR turns colours off; CLICOLOR_FORCE turns them on where the output is not a terminal.",
            "",
            "Try: atelier run studies/quickstart.yaml"
        })
final class Atelier extends Invocation implements Runnable {
    private static final int USUAL_WIDTH = 80;
    private static final int LEAST_WIDTH = 55;
    private static final int MOST_WIDTH = 110;

    Atelier(Path root) {
        super(root);
    }

    public static void main(String[] arguments) {
        Path root = Path.of(System.getProperty("atelier.root", ""));
        CommandLine commandLine = commandLine(new Atelier(root));
        int exitCode = commandLine.execute(arguments);
        boolean isPrinted = !commandLine.getOut().checkError();
        System.exit(exitCode == 0 && !isPrinted ? OutputClosedException.EXIT_CODE : exitCode);
    }

    static CommandLine commandLine(Atelier atelier) {
        CommandLine commandLine = new CommandLine(atelier);
        // Only who reads it needs the families' descriptors for it.
        Objects.requireNonNull(commandLine.getSubcommands().get("bench"))
                .getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, help -> BenchCommand.description(atelier.root()));
        int width = atelier.screen().width(false);
        return commandLine
                .setUsageHelpWidth(
                        width == Integer.MAX_VALUE ? USUAL_WIDTH : Math.clamp(width, LEAST_WIDTH, MOST_WIDTH))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        atelier.screen().isColoured(true) ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(new UsageSentences(atelier::hints))
                .setExecutionExceptionHandler(new ErrorSentences(atelier::hints));
    }

    @Override
    public void run() {
        printUsage();
    }
}
