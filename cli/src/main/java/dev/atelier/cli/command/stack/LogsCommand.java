package dev.atelier.cli.command.stack;

import dev.atelier.cli.client.ResultsService;
import dev.atelier.cli.follow.ServiceAbsence;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.invocation.UsageException;
import dev.atelier.cli.joblog.JobLogTail;
import dev.atelier.cli.stack.Stack;
import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.terminal.OutputClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code atelier logs}: the end of the services' logs or, with {@code --job}, of a job's log, and with {@code --follow} what is
 * added to them.
 */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Show the logs of the services, or the log of a job.")
public final class LogsCommand implements Callable<Integer> {
    private static final int LOOK_MILLIS = 200;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "Only this service, or 'supervisor'.")
    private @Nullable String service;

    @Option(
            names = "--job",
            paramLabel = "JOB",
            description =
                    "Show the log of this job instead, with the stack traces of errors. The job: its id, at least the first 4 characters of it, or its name.")
    private @Nullable String job;

    @Option(
            names = {"-f", "--follow"},
            description = "Keep printing new lines until interrupted, or until the job has ended.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines", "--tail"},
            paramLabel = "COUNT",
            defaultValue = "40",
            description = "How many lines to print of the end of each log. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Option(names = "--json", description = "Print each line of the job's log as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 0) {
            throw new UsageException("--lines is " + lines + "; expected at least 0");
        }
        if (job != null) {
            printJobLog(job);
            return 0;
        }
        if (json) {
            throw new UsageException("--json is for the log of a job; name one with --job");
        }
        Stack stack = atelier.requestedStack();
        List<LogFile> logs = new ArrayList<>();
        for (String name : names(stack)) {
            Path file = stack.folder().log(name);
            if (service == null || name.equals(service)) {
                logs.add(new LogFile(name, file));
            }
        }
        boolean several = logs.size() > 1;
        for (LogFile log : logs) {
            for (String line : log.readLast(lines)) {
                print(log, line, several);
            }
        }
        while (follow) {
            for (LogFile log : logs) {
                for (String line : log.readAdded()) {
                    print(log, line, several);
                }
            }
            if (atelier.out().checkError()) {
                throw new OutputClosedException();
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return 0;
    }

    private void printJobLog(String id) throws InterruptedException {
        if (service != null) {
            throw new UsageException("SERVICE is '" + service + "' and --job '" + id + "'; expected one of the two");
        }
        ResultsService results = atelier.results();
        String found = atelier.lookup().job(id);
        if (results.job(found).isEmpty()) {
            throw new StackException(
                    "there is no job '" + found + "'; " + atelier.hints().command("jobs") + " lists the jobs");
        }
        JobLogTail log = new JobLogTail(results, found, atelier.out(), json);
        log.printLast(lines);
        if (follow) {
            log.follow(new ServiceAbsence(atelier.err()::println));
        }
    }

    private List<String> names(Stack stack) throws IOException {
        List<String> names =
                new ArrayList<>(stack.status().stream().map(ServiceRecord::name).toList());
        names.add("supervisor");
        if (service != null && !names.contains(service)) {
            throw new StackException(
                    "there is no service '" + service + "'; expected one of " + String.join(", ", names));
        }
        if (service != null && !Files.exists(stack.folder().log(service))) {
            throw new StackException(
                    service + " has written nothing yet: no " + stack.folder().log(service));
        }
        return names;
    }

    private void print(LogFile log, String line, boolean withName) {
        atelier.out().println(withName ? "%-16s | %s".formatted(log.service(), line) : line);
    }
}
