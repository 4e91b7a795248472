package dev.atelier.cli.mlflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.atelier.cli.mlflow.client.TrackingAddress;
import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.json.Json;
import java.util.EnumMap;
import java.util.Map;

/** The outcome of an export. */
public final class ExportSummary {
    /** What an export was to a run. */
    enum Outcome {
        NEW("new"),
        CONTINUED("continued"),
        ALREADY_THERE("already there");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    private final String experiment;
    private final TrackingAddress address;
    private int leftOut;

    ExportSummary(String experiment, TrackingAddress address) {
        this.experiment = experiment;
        this.address = address;
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, 0);
        }
    }

    void count(Outcome outcome) {
        counts.merge(outcome, 1, Integer::sum);
    }

    /** Counts a job that has not started. */
    void leaveOut() {
        leftOut++;
    }

    /** The whole for programs. */
    public ObjectNode document() {
        return Json.MAPPER
                .createObjectNode()
                .put("experiment", experiment)
                .put("server", address.toString())
                .put("new", counts.get(Outcome.NEW))
                .put("continued", counts.get(Outcome.CONTINUED))
                .put("alreadyThere", counts.get(Outcome.ALREADY_THERE))
                .put("leftOut", leftOut);
    }

    /** The whole in a sentence. */
    public String sentence() {
        int runs = counts.values().stream().mapToInt(Integer::intValue).sum();
        return Counted.of(runs, "run") + " in experiment '" + experiment + "' at " + address + ": "
                + counts.get(Outcome.NEW) + " " + Outcome.NEW + ", "
                + counts.get(Outcome.CONTINUED) + " " + Outcome.CONTINUED + ", "
                + counts.get(Outcome.ALREADY_THERE) + " " + Outcome.ALREADY_THERE
                + (leftOut == 0 ? "" : "; left out " + Counted.of(leftOut, "job") + " that never started");
    }
}
