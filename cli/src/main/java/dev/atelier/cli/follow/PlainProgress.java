package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import java.io.PrintWriter;
import java.util.Map;

/** A line for each epoch, for logs and pipes. */
public final class PlainProgress implements ProgressDisplay {
    private final PrintWriter out;
    private final ShownMetrics shown;

    public PlainProgress(PrintWriter out, ShownMetrics shown) {
        this.out = out;
        this.shown = shown;
    }

    @Override
    public void showEpoch(String label, Epoch epoch) {
        out.println(ProgressLine.of(label, epoch, shown));
    }

    @Override
    public void showEnd(String label, JobResponse job) {
        out.println(ProgressLine.ended(label, job, shown));
    }

    @Override
    public void showStates(Map<String, JobResponse> byLabel, int waiting) {
        // Every epoch has had its line.
    }

    @Override
    public void note(String sentence) {
        out.println(sentence);
    }

    @Override
    public void close() {
        // Nothing is left open.
    }
}
