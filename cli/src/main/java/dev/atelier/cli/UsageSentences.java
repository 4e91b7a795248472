package dev.atelier.cli;

import dev.atelier.cli.hint.Hints;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.check.FieldNames;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints what is wrong with a command line in a sentence, with the nearest command or option, and where its usage is explained. */
record UsageSentences(Supplier<Hints> atelier) implements IParameterExceptionHandler {
    /** What picocli finds of a command that has subcommands alone. */
    private static final String LACKS_COMMAND = "Missing required subcommand";

    /** Of picocli: the option, the value and the type of Java. */
    private static final Pattern NO_NUMBER =
            Pattern.compile("Invalid value for option '([^']+)'[^:]*: '(.*)' is not an? (int|long|double)");

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        // An option that there is not shifts all that follows it.
        String sentence = Arrays.stream(arguments)
                .takeWhile(argument -> !argument.equals("--"))
                .filter(argument -> argument.matches("--[A-Za-z].*"))
                .map(UsageSentences::name)
                .filter(name -> !options(command).contains(name))
                .findFirst()
                .map(name -> unknownOption(command, name))
                .orElseGet(() -> e instanceof UnmatchedArgumentException unmatched
                        ? unmatched(command, unmatched)
                        : sentence(command, e));
        return refuse(command, sentence);
    }

    /** Prints what is wrong, and returns the exit code. */
    int refuse(CommandLine command, String sentence) {
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText(PrintableText.lines("atelier: " + sentence)));
        err.println(PrintableText.line(
                atelier.get().command(words(command).toArray(String[]::new)) + " shows how it is used."));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String sentence(CommandLine command, ParameterException e) {
        String message = String.valueOf(e.getMessage());
        Matcher noNumber = NO_NUMBER.matcher(message);
        if (noNumber.matches()) {
            return noNumber.group(1) + " is '" + noNumber.group(2) + "'; expected a "
                    + (noNumber.group(3).equals("double") ? "number" : "whole number");
        }
        boolean lacksCommand = message.startsWith(LACKS_COMMAND);
        return !lacksCommand
                ? message
                : message + "; expected one of "
                        + String.join(", ", command.getSubcommands().keySet());
    }

    private static String unmatched(CommandLine command, UnmatchedArgumentException e) {
        String first = e.getUnmatched().isEmpty() ? "" : e.getUnmatched().getFirst();
        if (first.startsWith("-") && first.length() > 1) {
            return unknownOption(command, name(first));
        }
        return command.getSubcommands().isEmpty()
                ? "there is one argument too many: '" + first + "'"
                : "there is no command '" + first + "'"
                        + suggestion(first, command.getSubcommands().keySet());
    }

    private static String unknownOption(CommandLine command, String name) {
        return "there is no option '" + name + "'" + suggestion(name, options(command));
    }

    private static String name(String option) {
        return option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
    }

    private static List<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .filter(name -> name.startsWith("--"))
                .toList();
    }

    private static String suggestion(String word, Collection<String> known) {
        Optional<String> nearest = FieldNames.nearest(word, known);
        return nearest.map(meant -> "; did you mean '" + meant + "'?").orElse("");
    }

    private static List<String> words(CommandLine command) {
        List<String> words = new ArrayList<>(List.of("--help"));
        for (CommandLine each = command; each.getParent() != null; each = each.getParent()) {
            words.addFirst(each.getCommandName());
        }
        return words;
    }
}
