package dev.atelier.cli;

import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.terminal.FileFailure;
import dev.atelier.cli.terminal.OutputClosedException;
import dev.atelier.cli.terminal.PrintableText;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints what went wrong as the sentence that the exception carries; with {@code ATELIER_DEBUG} also where. */
record ErrorSentences(Supplier<Hints> atelier) implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine commandLine, ParseResult parsed) {
        if (e instanceof OutputClosedException) {
            return OutputClosedException.EXIT_CODE;
        }
        if (e instanceof UsageException) {
            return new UsageSentences(atelier).refuse(commandLine, String.valueOf(e.getMessage()));
        }
        Hints hints = atelier.get();
        String message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        String cause = e instanceof UncheckedIOException io
                ? ": " + FileFailure.reason(Objects.requireNonNull(io.getCause()))
                : "";
        if (e instanceof ServiceException service && service.isSilence()) {
            cause = "; " + hints.command("status") + " shows what runs, " + hints.command("up") + " starts it";
        }
        commandLine
                .getErr()
                .println(commandLine.getColorScheme().errorText(PrintableText.lines("atelier: " + message + cause)));
        if (System.getenv("ATELIER_DEBUG") != null) {
            e.printStackTrace(commandLine.getErr());
        }
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }
}
