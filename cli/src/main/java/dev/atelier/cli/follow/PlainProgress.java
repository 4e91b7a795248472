package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.terminal.OutputClosedException;
import java.io.PrintWriter;
import java.util.function.Function;

/** A line for each epoch, for logs and pipes. */
public final class PlainProgress implements ProgressDisplay {
    private final PrintWriter out;
    private final Function<String, ShownMetrics> shown;

    /** @param shown the metrics by the label of a job */
    public PlainProgress(PrintWriter out, Function<String, ShownMetrics> shown) {
        this.out = out;
        this.shown = shown;
    }

    @Override
    public void showEpoch(String label, Epoch epoch) {
        print(ProgressLine.of(label, epoch, shown.apply(label)));
    }

    @Override
    public void showEnd(String label, JobResponse job) {
        print(ProgressLine.ended(label, job, shown.apply(label)));
    }

    @Override
    public void showStanding(Standing standing) {
        // Every epoch has had its line.
    }

    @Override
    public void note(String sentence) {
        print(sentence);
    }

    private void print(String line) {
        out.println(line);
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }

    @Override
    public void close() {
        // Nothing is left open.
    }
}
