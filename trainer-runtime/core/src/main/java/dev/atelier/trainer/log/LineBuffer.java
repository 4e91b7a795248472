package dev.atelier.trainer.log;

import dev.atelier.contracts.check.Counted;
import dev.atelier.contracts.joblog.JobLogEvent;
import dev.atelier.contracts.joblog.JobLogLevel;
import dev.atelier.contracts.joblog.JobLogLine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lines that wait to be sent. Of more than it holds the oldest are dropped, and the line in their place counts them. Safe for
 * use by several threads.
 */
final class LineBuffer {
    private final int mostLines;
    private final long mostCharacters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<JobLogLine> lines = new ArrayDeque<>();
    private long characters;
    private int lost;

    /** @param mostCharacters of all lines; a single line may have more */
    LineBuffer(int mostLines, long mostCharacters) {
        this.mostLines = mostLines;
        this.mostCharacters = mostCharacters;
    }

    /** Returns how many lines are dropped for it. */
    int add(JobLogLine line) {
        int dropped = 0;
        lock.lock();
        try {
            lines.addLast(line);
            characters += size(line);
            while (lines.size() > mostLines || (characters > mostCharacters && lines.size() > 1)) {
                characters -= size(lines.removeFirst());
                dropped++;
            }
            lost += dropped;
            added.signalAll();
        } finally {
            lock.unlock();
        }
        return dropped;
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return lines.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the oldest lines out, in their order; waits for the first one where there is none.
     *
     * @param most lines besides the one that counts those that were lost
     * @return none if none was added within the timeout
     */
    List<JobLogLine> take(int most, Duration timeout) throws InterruptedException {
        List<JobLogLine> taken = new ArrayList<>();
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (lines.isEmpty() && left > 0) {
                left = added.awaitNanos(left);
            }
            if (lost > 0) {
                taken.add(lost(lines.getFirst()));
                lost = 0;
            }
            for (int i = 0; i < most && !lines.isEmpty(); i++) {
                JobLogLine line = lines.removeFirst();
                characters -= size(line);
                taken.add(line);
            }
        } finally {
            lock.unlock();
        }
        return taken;
    }

    /** The line before the first one that is left; it has the number of a line that was lost. */
    private JobLogLine lost(JobLogLine first) {
        return new JobLogLine(
                first.job(),
                first.round(),
                first.run(),
                first.sequence() - 1,
                first.trainer(),
                JobLogLevel.WARN.word(),
                JobLogEvent.LINES_LOST.word(),
                Counted.of(lost, "line") + (lost == 1 ? " was" : " were")
                        + " lost here, because the broker did not accept lines in time",
                null,
                first.time());
    }

    private static long size(JobLogLine line) {
        return line.message().length()
                + (line.stack() == null ? 0L : line.stack().length());
    }
}
