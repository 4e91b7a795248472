package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.terminal.OutputClosedException;
import java.io.PrintWriter;

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
        print(ProgressLine.of(label, epoch, shown));
    }

    @Override
    public void showEnd(String label, JobResponse job) {
        print(ProgressLine.ended(label, job, shown));
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
