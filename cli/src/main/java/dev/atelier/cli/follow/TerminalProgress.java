package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.result.ShownMetrics;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.cli.terminal.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * How all jobs stand together, and a line for each running job, drawn again in place; what has ended stays above. Once it is closed, by an
 * interruption perhaps, nothing is drawn any more.
 */
public final class TerminalProgress implements ProgressDisplay {
    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";
    private static final int MAX_LINES = 10;

    private final PrintWriter out;
    private final IntSupplier width;
    private final Function<String, ShownMetrics> shown;
    private int drawn;
    private boolean closed;

    /**
     * @param out a terminal that takes control characters
     * @param width how many columns it has
     * @param shown the metrics by the label of a job
     */
    public TerminalProgress(PrintWriter out, IntSupplier width, Function<String, ShownMetrics> shown) {
        this.out = out;
        this.width = width;
        this.shown = shown;
    }

    @Override
    public void showEpoch(String label, Epoch epoch) {
        // Shown with the job's standing.
    }

    @Override
    public synchronized void showEnd(String label, JobResponse job) {
        if (closed) {
            return;
        }
        erase();
        out.println(ProgressLine.ended(label, job, shown.apply(label)));
    }

    @Override
    public synchronized void showStanding(Standing standing) {
        // One column is left free: terminals break a line that fills the last one.
        int columns = width.getAsInt() - 1;
        List<String> lines = new ArrayList<>();
        if (standing.total() > 1) {
            lines.add(ProgressLine.of(standing, columns));
        } else if (standing.waiting() == 1) {
            lines.add("The job waits");
        }
        standing.running().entrySet().stream()
                .limit(MAX_LINES)
                .map(job -> ProgressLine.of(
                        job.getKey(),
                        job.getValue(),
                        shown.apply(job.getKey()),
                        Optional.ofNullable(standing.leftOfEach().get(job.getKey())),
                        columns))
                .forEach(lines::add);
        draw(lines);
    }

    @Override
    public synchronized void note(String sentence) {
        if (closed) {
            return;
        }
        erase();
        out.println(PrintableText.line(sentence));
    }

    @Override
    public synchronized void close() {
        erase();
        closed = true;
        out.flush();
    }

    private void draw(List<String> lines) {
        if (closed) {
            return;
        }
        erase();
        lines.forEach(line -> out.println(DisplayWidth.cut(line, width.getAsInt() - 1)));
        out.flush();
        drawn = lines.size();
    }

    private void erase() {
        out.print(UP_AND_CLEAR.repeat(drawn));
        drawn = 0;
    }
}
