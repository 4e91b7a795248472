package dev.atelier.cli.follow;

import dev.atelier.cli.client.Epoch;
import dev.atelier.cli.client.JobResponse;
import dev.atelier.cli.terminal.DisplayWidth;
import dev.atelier.cli.terminal.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One line for each running job, drawn again in place; what has ended stays above. */
public final class TerminalProgress implements ProgressDisplay {
    private static final String UP_AND_CLEAR = "\u001b[1A\u001b[2K";
    private static final int MAX_LINES = 10;

    private final PrintWriter out;
    private final int width;
    private final ShownMetrics shown;
    private int drawn;

    /** {@code out} is a terminal of {@code width} columns that takes control characters. */
    public TerminalProgress(PrintWriter out, int width, ShownMetrics shown) {
        this.out = out;
        this.width = width;
        this.shown = shown;
    }

    @Override
    public void showEpoch(String label, Epoch epoch) {
        // Shown with the job's standing.
    }

    @Override
    public void showEnd(String label, JobResponse job) {
        erase();
        out.println(ProgressLine.ended(label, job, shown));
    }

    @Override
    public void showStates(Map<String, JobResponse> byLabel, int waiting) {
        List<String> lines = new ArrayList<>();
        byLabel.forEach((label, job) -> {
            if (job.isRunning() && lines.size() < MAX_LINES) {
                lines.add(ProgressLine.of(label, job, shown));
            }
        });
        if (waiting > 0) {
            lines.add(waiting + (waiting == 1 ? " job waits" : " jobs wait"));
        }
        erase();
        lines.forEach(line -> out.println(DisplayWidth.cut(line, width - 1)));
        out.flush();
        drawn = lines.size();
    }

    @Override
    public void note(String sentence) {
        erase();
        out.println(PrintableText.line(sentence));
    }

    @Override
    public void close() {
        erase();
        out.flush();
    }

    private void erase() {
        out.print(UP_AND_CLEAR.repeat(drawn));
        drawn = 0;
    }
}
