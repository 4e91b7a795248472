package dev.atelier.cli.command.stack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.client.ServiceException;
import dev.atelier.cli.client.TrainerService;
import dev.atelier.cli.client.TrainerService.Item;
import dev.atelier.cli.client.TrainerService.Kind;
import dev.atelier.cli.invocation.Invocation;
import dev.atelier.cli.stack.StackRecord.ServiceRecord;
import dev.atelier.cli.stack.service.StackException;
import dev.atelier.cli.terminal.PrintableText;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code atelier gc}: deletes now what trainers delete once an hour. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = {
            "Run the hourly deletion of old files now: checkpoints of jobs that ended, and features, downloaded"
                    + " weights and results beyond their limits of age and size."
        })
public final class GcCommand implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Invocation atelier;

    @Option(names = "--dry-run", description = "Delete nothing; list what would be deleted, and why.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    /** What all trainers deleted of one kind in one folder. */
    private record Total(String kind, long count, long bytes) {
        static Total of(Kind kind) {
            return new Total(kind.kind(), kind.count(), kind.bytes());
        }

        Total plus(Total other) {
            return new Total(kind, count + other.count, bytes + other.bytes);
        }
    }

    @Override
    public Integer call() {
        List<ServiceRecord> trainers = atelier.runningStack().status().stream()
                .filter(service -> service.name().endsWith("-trainer") && service.pid() != null)
                .toList();
        if (trainers.isEmpty()) {
            throw new StackException("no trainer is running, and each deletes its own files; "
                    + atelier.hints().command("status") + " shows what runs");
        }
        Map<List<String>, Total> totals = new LinkedHashMap<>();
        List<Item> items = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (ServiceRecord trainer : trainers) {
            try {
                sweep(trainer, totals, items, failures);
            } catch (ServiceException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        if (json) {
            print(totals.values(), items);
        } else {
            print(totals, items);
        }
        failures.forEach(failure -> atelier.err().println("atelier: " + PrintableText.line(failure)));
        return failures.isEmpty() ? 0 : 1;
    }

    private void print(Collection<Total> totals, List<Item> items) {
        ObjectNode outcome = Json.MAPPER.createObjectNode().put("dryRun", dryRun);
        ArrayNode kinds = outcome.putArray("kinds");
        totals.forEach(total -> kinds.addObject()
                .put("kind", total.kind())
                .put("count", total.count())
                .put("bytes", total.bytes()));
        ArrayNode entries = outcome.putArray("items");
        items.forEach(item -> entries.addObject()
                .put("name", item.name())
                .put("bytes", item.bytes())
                .put("reason", item.reason()));
        atelier.out().println(outcome);
    }

    private void print(Map<List<String>, Total> totals, List<Item> items) {
        totals.values().forEach(total -> atelier.out().println(sentence(total)));
        items.forEach(item -> atelier.out()
                .println(PrintableText.line(
                        String.format(Locale.ROOT, "  %s, %,d bytes: %s", item.name(), item.bytes(), item.reason()))));
    }

    /** Trainers share folders: of what would be deleted there each names the same, of what was deleted each its own. */
    private void sweep(
            ServiceRecord trainer, Map<List<String>, Total> totals, List<Item> items, List<String> failures) {
        var service = new TrainerService(trainer.name(), "http://localhost:" + trainer.port());
        for (Kind kind : (dryRun ? service.examine() : service.sweep()).kinds()) {
            List<String> place = List.of(kind.kind(), kind.folder());
            boolean isKnown = totals.containsKey(place);
            totals.merge(place, Total.of(kind), (one, another) -> dryRun ? one : one.plus(another));
            if (dryRun && !isKnown) {
                items.addAll(kind.items());
            }
            if (kind.failure() != null) {
                failures.add(
                        trainer.name() + " did not delete all " + kind.kind() + " that are due: " + kind.failure());
            }
        }
    }

    private String sentence(Total total) {
        String what = total.count() == 0
                ? "nothing to delete"
                : String.format(
                        Locale.ROOT,
                        "%,d %s %s, %,d bytes",
                        total.count(),
                        Counted.noun(total.count(), "entry"),
                        dryRun ? "would be deleted" : "deleted",
                        total.bytes());
        return PrintableText.line(total.kind() + ": " + what);
    }
}
